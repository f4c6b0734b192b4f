package org.renkei.broker.channel;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.renkei.broker.error.RenkeiException;

/**
 * The queue beneath a channel, as its broker sees it: the one place that differs between a broker that Renkei runs and one
 * that it only uses. Thread-safe; every question is cheap unless it says otherwise.
 */
public interface ChannelQueue {

    /** Messages in the queue: waiting, scheduled, and handed out without a commit. May lag by a moment. */
    long depth();

    long scheduled();

    /** Handed to receivers other than our own sessions without a commit yet, what waits in their buffers included. */
    long deliveringToForeign();

    /** When the first message in line was sent; null if none waits. */
    Instant oldest();

    /** Messages that came since the start. */
    long added();

    /** Messages that were taken and committed since the start. */
    long taken();

    /** Programs that send here by name. */
    int producers();

    int consumers();

    /** Hands out nothing more, until {@link #resume()}; if it {@link #pauses()}. */
    void pause();

    void resume();

    /** False if it hands out to others whatever this process does: then our own sessions must not take while they are not to. */
    default boolean pauses() {
        return true;
    }

    /** Returns when {@link #depth()} shows all that had come when this was called, or after a second. */
    void catchUp();

    /** Why the place where the messages lie can take and give none now; empty, as nearly always, if it can. */
    default Optional<RenkeiException> away() {
        return Optional.empty();
    }

    /**
     * Goes past the messages, without taking any: those handed out already, those that wait as they will be handed out, those that wait
     * for their time. Reads what it shows: not cheap.
     *
     * @param each shown one message after the other; ends the walk by returning false
     * @return true if it came to the last message
     * @throws IllegalArgumentException if the walk begins at what is no place here, or lies further than its limits let it go
     * @throws UnsupportedOperationException if the walk has a filter and the queue knows none
     */
    boolean walk(Walk walk, Predicate<BrowsedMessage> each);

    /** Who is connected. Walks over every session of the broker: not cheap. */
    List<Client> clients();
}
