package org.renkei.services.http;

import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.renkei.broker.channel.Channel;
import org.renkei.broker.channel.ChannelState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops channels as soon as they have run empty (A6), however long that takes. */
final class Draining implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Draining.class);
    private static final long LOOK_EVERY_MS = 200;

    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "renkei-channel-drain");
        thread.setDaemon(true);
        return thread;
    });

    /** Refuses senders now, and stops the channel when it is empty, unless it is opened before that. */
    void drain(Channel channel) {
        channel.drain();
        AtomicReference<Future<?>> self = new AtomicReference<>();
        self.set(watch.scheduleWithFixedDelay(
                () -> {
                    if (isOver(channel)) {
                        self.get().cancel(false);
                    }
                },
                LOOK_EVERY_MS,
                LOOK_EVERY_MS,
                TimeUnit.MILLISECONDS));
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
        watch.shutdownNow();
    }
}
