package org.renkei.broker.server;

import java.time.Duration;
import org.renkei.database.RepeatedWork;

/** The thread {@code renkei-channel-sampler}: looks at every channel's depth and counters ten times a second, at the disk
 * and at channels that stand still once. */
final class ChannelSampler implements AutoCloseable {

    private static final Duration PERIOD = Duration.ofMillis(100);
    private static final int PERIODS_PER_SECOND = 10;

    private final LiveChannels channels;
    private final ProducerCounts producers;
    private final DiskSpace disk;
    private final RepeatedWork rounds = new RepeatedWork("renkei-channel-sampler", this::sample);
    private int periods = PERIODS_PER_SECOND - 1;

    ChannelSampler(LiveChannels channels, ProducerCounts producers, DiskSpace disk) {
        this.channels = channels;
        this.producers = producers;
        this.disk = disk;
        rounds.start(Duration.ZERO, PERIOD);
    }

    private void sample() {
        periods = (periods + 1) % PERIODS_PER_SECOND;
        if (periods == 0) {
            producers.count();
            disk.look();
        }
        channels.sample(periods);
    }

    @Override
    public void close() {
        rounds.close();
    }
}
