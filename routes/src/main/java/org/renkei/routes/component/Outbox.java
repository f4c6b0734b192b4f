package org.renkei.routes.component;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.ChannelSession;
import org.renkei.routes.dead.DeadLetter;
import org.renkei.routes.dead.DeadLetterBox;
import org.renkei.tracking.journey.StepEvent;

/**
 * What the handling of one message wants to send, held back until it has ended well. It is a property of the
 * exchange, so copies of the exchange share it, whichever thread they run on. Thread-safe.
 */
public final class Outbox {
    private static final String PROPERTY = "RenkeiOutbox";

    private final List<Letter> letters = new ArrayList<>(2);
    private final List<StepEvent> events = new ArrayList<>(1);
    private final List<Runnable> afterCommit = new ArrayList<>(0);
    private boolean undone;
    private boolean closed;

    /** The outbox of this exchange, or null if no channel's worker is behind it. */
    public static Outbox of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, Outbox.class);
    }

    void attachTo(Exchange exchange) {
        exchange.setProperty(PROPERTY, this);
    }

    /** @return false if the handling has ended already (a wire tap that came late): send it on your own then */
    public synchronized boolean send(String channel, ChannelMessage message) {
        return !closed && letters.add(session -> session.send(channel, message));
    }

    /** Puts it among the dead letters; their channel, or at worst a file, takes it. */
    public synchronized void deadLetter(DeadLetter letter, DeadLetterBox box) {
        letters.add(session -> box.put(letter, session));
    }

    /** Sends a result; if its receiver is gone, it goes to {@code elsewhere}. */
    public synchronized void reply(String replyTo, ChannelMessage result, String elsewhere) {
        letters.add(session -> {
            if (!session.reply(replyTo, result)) {
                session.send(elsewhere, result);
            }
        });
    }

    /** Tracks what was done; it is committed with it. */
    public synchronized void track(StepEvent event) {
        events.add(event);
    }

    /** Runs when the transaction is on disk; not at all if it fails. Must not throw or block. */
    public synchronized void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    /** Not done after all: what the handling did on a database is undone, what is in here is committed. */
    public synchronized void undo() {
        undone = true;
    }

    synchronized boolean isUndone() {
        return undone;
    }

    /** Forgets what the failed handling wanted, and takes what its policy wants instead. */
    synchronized void clear() {
        letters.clear();
        events.clear();
        afterCommit.clear();
    }

    /** Takes nothing from now on, and puts what it has into the session and the batch. */
    synchronized void close(ChannelSession session, List<StepEvent> batchEvents, List<Runnable> batchAfterCommit) {
        closed = true;
        letters.forEach(letter -> letter.post(session));
        batchEvents.addAll(events);
        batchAfterCommit.addAll(afterCommit);
    }

    private interface Letter {
        void post(ChannelSession session);
    }
}
