package org.renkei.broker.server;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread {@code renkei-channel-sampler}: looks at every channel's depth and counters ten times a second, at the disk
 * and at channels that stand still once. */
final class ChannelSampler implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ChannelSampler.class);
    private static final Duration PERIOD = Duration.ofMillis(100);
    private static final int PERIODS_PER_SECOND = 10;
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(2);

    private final LiveChannels channels;
    private final ProducerCounts producers;
    private final DiskSpace disk;
    private final ScheduledExecutorService thread;
    private int periods = PERIODS_PER_SECOND - 1;

    ChannelSampler(LiveChannels channels, ProducerCounts producers, DiskSpace disk) {
        this.channels = channels;
        this.producers = producers;
        this.disk = disk;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread named = new Thread(task, "renkei-channel-sampler");
            named.setDaemon(true);
            return named;
        });
        thread.scheduleWithFixedDelay(this::sample, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void sample() {
        try {
            periods = (periods + 1) % PERIODS_PER_SECOND;
            if (periods == 0) {
                producers.count();
                disk.look();
            }
            channels.sample(periods);
        } catch (RuntimeException e) {
            // An executor would end the thread with its task; the next look may well succeed.
            log.atWarn().setCause(e).log("channels not sampled");
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(LONGEST_CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
                log.atWarn().log("channel sampler did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
