package org.renkei.routes.dead;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.ChannelSession;
import org.renkei.broker.channel.Channels;

/**
 * Receives selected letters, wherever in their channel they lie. The broker looks for them only among the messages that it has in memory:
 * in a channel with more than that, those in front are moved behind the others until what is selected comes into sight. Not thread-safe.
 */
final class Picking implements AutoCloseable {
    /** Long enough for the broker to look through what it has in memory. */
    private static final Duration WAIT = Duration.ofSeconds(1);

    private static final Duration SHORT_WAIT = Duration.ofMillis(100);
    private static final int MOVED_AT_ONCE = 1_000;

    private final Channels channels;
    private final String channel;
    private final String filter;
    private final BooleanSupplier goesOn;
    private final ChannelSession session;
    private long notMovedYet;

    /** @param goesOn false ends the search */
    Picking(Channels channels, String channel, Selection selection, BooleanSupplier goesOn) {
        this.channels = channels;
        this.channel = channel;
        this.filter = selection.filter();
        this.goesOn = goesOn;
        this.notMovedYet = channels.channel(channel).figures().current();
        this.session = channels.open(channel, filter);
    }

    /** Its transaction. */
    ChannelSession session() {
        return session;
    }

    /** The next that is selected; null if no other is found. */
    DeadLetter next() {
        ChannelMessage found = session.receive(WAIT);
        while (found == null && goesOn.getAsBoolean() && moveFront()) {
            found = session.receive(SHORT_WAIT);
        }
        return found == null ? null : new DeadLetter(channel, found);
    }

    /** @return false if there is nothing to be moved, or all were moved once */
    private boolean moveFront() {
        int moved = 0;
        try (ChannelSession front = channels.open(channel, "NOT (" + filter + ")")) {
            while (moved < Math.min(MOVED_AT_ONCE, notMovedYet)) {
                ChannelMessage hiding = front.receive(SHORT_WAIT);
                if (hiding == null) {
                    break;
                }
                front.send(channel, new DeadLetter(channel, hiding).named());
                moved++;
            }
            front.commit();
        }
        notMovedYet -= moved;
        return moved > 0;
    }

    @Override
    public void close() {
        session.close();
    }
}
