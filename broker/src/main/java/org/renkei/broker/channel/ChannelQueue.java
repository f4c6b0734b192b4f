package org.renkei.broker.channel;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
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

    /** Hands out nothing more, until {@link #resume()}. */
    void pause();

    void resume();

    /** Returns when {@link #depth()} shows all that had come when this was called, or after a second. */
    void catchUp();

    /** Why the place where the messages lie can take and give none now; empty, as nearly always, if it can. */
    default Optional<RenkeiException> away() {
        return Optional.empty();
    }

    /** Shows each waiting message, scheduled ones too, without taking any. Reads the messages: not cheap. */
    void browse(Consumer<ChannelMessage> each);

    /** The same of those that a filter selects, where the queue has filters. */
    default void browse(String filter, Consumer<ChannelMessage> each) {
        throw new UnsupportedOperationException("a database channel has no filters");
    }
}
