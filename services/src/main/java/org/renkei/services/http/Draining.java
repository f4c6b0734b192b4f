package org.renkei.services.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.renkei.broker.channel.Channel;
import org.renkei.broker.channel.ChannelState;
import org.renkei.database.RepeatedWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops channels as soon as they have run empty (A6), however long that takes. */
final class Draining implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Draining.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final Set<Channel> draining = ConcurrentHashMap.newKeySet();
    private final RepeatedWork rounds =
            new RepeatedWork("renkei-channel-drain", () -> draining.removeIf(Draining::isOver));

    Draining() {
        rounds.start(LOOK_EVERY, LOOK_EVERY);
    }

    /** Refuses senders now, and stops the channel when it is empty, unless it is opened before that. */
    void drain(Channel channel) {
        channel.drain();
        draining.add(channel);
    }

    private static boolean isOver(Channel channel) {
        try {
            if (channel.figures().state() != ChannelState.DRAINING) {
                return true;
            }
            if (channel.figures().current() > 0) {
                return false;
            }
            channel.stop();
            log.atInfo().addKeyValue("channel", channel.name()).log("channel has run empty and is stopped");
        } catch (RuntimeException e) {
            log.atError().addKeyValue("channel", channel.name()).setCause(e).log("draining a channel failed");
        }
        return true;
    }

    @Override
    public void close() {
        rounds.close();
    }
}
