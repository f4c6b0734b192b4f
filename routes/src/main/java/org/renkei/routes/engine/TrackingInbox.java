package org.renkei.routes.engine;

import java.util.List;
import org.renkei.broker.channel.Body;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.ChannelSession;
import org.renkei.broker.channel.Channels;
import org.renkei.database.DatabaseException;
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

    TrackingInbox(Store store) {
        this.store = store;
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
            session.send(Channels.DEAD, message);
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
                session.send(Channels.DEAD, ChannelMessage.of(Body.of(StepEventJson.encode(events))));
            }
        }
    }
}
