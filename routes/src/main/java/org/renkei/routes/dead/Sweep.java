package org.renkei.routes.dead;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.renkei.broker.channel.Body;
import org.renkei.broker.channel.Channel;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.ChannelSession;
import org.renkei.broker.channel.Channels;
import org.renkei.broker.error.Category;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.tracking.journey.StepEvent;
import org.renkei.tracking.journey.StepEventJson;

/**
 * Goes through the selected letters of one channel in batches. What becomes of the letters of a batch, and its tracking events, are one
 * transaction: whatever ends it, each letter either lies where it lay or is where it should be, once.
 */
final class Sweep {
    private static final int BATCH = 250;

    private final Channels channels;
    private final String channel;
    private final Selection selection;
    private final Function<DeadLetter, WayBack.Departure> departure;
    private final Operation operation;
    private long expected;

    /**
     * @param departure what becomes of a letter; it throws a {@link RenkeiException} of category REJECT if this letter must stay, of
     *     another if all others must, too
     */
    Sweep(
            Channels channels,
            String channel,
            Selection selection,
            Function<DeadLetter, WayBack.Departure> departure,
            Operation operation) {
        this.channels = channels;
        this.channel = channel;
        this.selection = selection;
        this.departure = departure;
        this.operation = operation;
    }

    /** Counts what it is about. */
    void count() {
        AtomicLong matched = new AtomicLong();
        channels.channel(channel).browse(selection.filter(), letter -> matched.incrementAndGet());
        expected = matched.get();
        operation.matched(expected);
    }

    /** @throws RenkeiException if it cannot go on; what was done before is done, and told to the operation */
    void run() {
        if (expected == 0) {
            return;
        }
        try (Picking letters = new Picking(channels, channel, selection, operation::goesOn)) {
            while (expected > 0 && operation.goesOn()) {
                Batch batch = new Batch(letters);
                batch.fill();
                batch.commit();
                expected -= batch.seen();
                batch.refuseToGoOn();
            }
        }
    }

    /** The letters of one transaction. */
    private final class Batch {
        private final Picking letters;
        private final ChannelSession session;
        private final List<StepEvent> events = new ArrayList<>();
        private final Map<String, Integer> left = new HashMap<>();
        private final Map<String, Long> room = new HashMap<>();
        private int done;
        private RenkeiException obstacle;

        Batch(Picking letters) {
            this.letters = letters;
            this.session = letters.session();
        }

        void fill() {
            boolean goesOn = true;
            while (goesOn && obstacle == null && seen() < Math.min(BATCH, expected)) {
                DeadLetter letter = letters.next();
                if (letter != null) {
                    goesOn = handle(letter);
                } else if (operation.goesOn()) {
                    obstacle = outOfReach(expected - seen());
                } else {
                    goesOn = false;
                }
            }
        }

        /** @return false if the channel that it went to is full with it */
        private boolean handle(DeadLetter letter) {
            try {
                WayBack.Departure leaves = departure.apply(letter);
                if (leaves.to() != null) {
                    session.send(leaves.to(), leaves.message());
                }
                if (leaves.event() != null) {
                    events.add(leaves.event());
                }
                done++;
                return leaves.to() == null || room.compute(leaves.to(), this::roomLeft) > 0;
            } catch (RenkeiException e) {
                session.skip();
                if (e.category() == Category.REJECT) {
                    left.merge(e.getMessage(), 1, Integer::sum);
                } else {
                    obstacle = e;
                }
                return true;
            }
        }

        /** The channel itself counts what a transaction sends when that is committed, and no sooner. */
        private long roomLeft(String to, Long before) {
            Channel target = channels.channel(to);
            return (before == null ? target.config().max() - target.figures().current() : before) - 1;
        }

        void commit() {
            if (!events.isEmpty()) {
                session.send(Channels.TRACKING, ChannelMessage.of(Body.of(StepEventJson.encode(events))));
            }
            session.commit();
            operation.done(done);
            left.forEach(operation::left);
        }

        int seen() {
            return done + left.values().stream().mapToInt(Integer::intValue).sum();
        }

        void refuseToGoOn() {
            if (obstacle != null) {
                throw obstacle;
            }
        }
    }

    private RenkeiException outOfReach(long letters) {
        return channels.channel(channel)
                .refusal()
                .filter(refusal -> refusal.code() == ErrorCode.CHANNEL_STOPPED)
                .orElseGet(() -> new RenkeiException(
                        ErrorCode.OUT_OF_REACH, letters + " letters of " + channel + " are in other hands"));
    }
}
