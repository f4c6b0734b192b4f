package org.renkei.services.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.renkei.broker.channel.Channel;
import org.renkei.broker.channel.ChannelFigures;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.services.pending.FakeChannels;

/** What a scrape costs. */
class ChannelMetricsTest {
    private static final int CHANNELS = 5_000;
    private static final int SERIES_OF_A_CHANNEL = 16;

    @Test
    void shouldLookOnceAtEachOfManyChannelsForAllMetrics() {
        FakeChannels channels = new FakeChannels();
        for (int i = 0; i < CHANNELS; i++) {
            channels.add("channel-" + i, ChannelKind.PERSISTENT);
        }
        AtomicInteger looks = new AtomicInteger();
        ChannelMetrics metrics = new ChannelMetrics(() -> {
            looks.incrementAndGet();
            return figures(channels);
        });

        List<MetricSnapshot> families = new ArrayList<>();
        metrics.collect().forEach(families::add);

        assertThat(looks).hasValue(1);
        assertThat(families.stream().mapToInt(family -> family.getDataPoints().size()))
                .as("series of each family")
                .allMatch(series -> series % CHANNELS == 0);
        assertThat(families.stream()
                        .mapToInt(family -> family.getDataPoints().size())
                        .sum())
                .isEqualTo(CHANNELS * SERIES_OF_A_CHANNEL);
    }

    private static List<ChannelFigures> figures(FakeChannels channels) {
        return channels.all().stream().map(Channel::figures).toList();
    }
}
