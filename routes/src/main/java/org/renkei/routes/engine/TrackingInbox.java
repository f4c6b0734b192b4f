package org.renkei.routes.engine;

import java.time.Clock;
import java.util.List;
import org.renkei.broker.channel.Body;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.ChannelSession;
import org.renkei.broker.channel.Channels;
import org.renkei.broker.error.ErrorCode;
import org.renkei.database.DatabaseException;
import org.renkei.routes.dead.DeadLetter;
import org.renkei.routes.dead.DeadLetterBox;
import org.renkei.tracking.journey.StepEvent;
import org.renkei.tracking.journey.StepEventJson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads events out of messages and stores them. What cannot be read or will never be stored is kept in the dead letters,
 * so that it holds up nothing behind it.
 */
final class TrackingInbox {
    private static final Logger log = LoggerFactory.getLogger(TrackingInbox.class);

    private final Store store;
    private final DeadLetterBox deadLetterBox;
    private final Clock clock;

    TrackingInbox(Store store, DeadLetterBox deadLetterBox, Clock clock) {
        this.store = store;
        this.deadLetterBox = deadLetterBox;
        this.clock = clock;
    }

    /** Writes events to the tracking database. */
    @FunctionalInterface
    interface Store {

        /**
         * @param session from which the events came
         * @throws DatabaseException if the database is away or refuses; none of them was stored
         */
        void write(List<StepEvent> events, ChannelSession session);
    }

    void read(ChannelMessage message, List<StepEvent> events, ChannelSession session) {
        try {
            events.addAll(StepEventJson.decode(((Body.Bytes) message.body()).bytes()));
        } catch (RuntimeException e) {
            log.atError()
                    .setCause(e)
                    .log("a message in the tracking queue cannot be read, it is kept in " + Channels.DEAD);
            keep(message, "a message in the tracking queue cannot be read: " + e.getMessage(), session);
        }
    }

    /** @throws DatabaseException if the database may take them later; nothing was stored */
    void store(List<StepEvent> events, ChannelSession session) {
        try {
            if (!events.isEmpty()) {
                store.write(events, session);
            }
        } catch (DatabaseException e) {
            if (e.retryable()) {
                throw e;
            } else if (events.size() > 1) {
                events.forEach(event -> store(List.of(event), session));
            } else {
                log.atError()
                        .addKeyValue("job", events.get(0).job())
                        .setCause(e)
                        .log("the tracking database refuses an event, it is kept in " + Channels.DEAD);
                ChannelMessage refused = ChannelMessage.of(Body.of(StepEventJson.encode(events)));
                keep(refused, "the tracking database refuses an event: " + e.getMessage(), session);
            }
        }
    }

    private void keep(ChannelMessage message, String reason, ChannelSession session) {
        String error = ErrorCode.EVENTS_REFUSED + " " + reason;
        deadLetterBox.put(DeadLetter.of(Channels.DEAD, message, error, Channels.TRACKING, clock.instant()), session);
    }
}
