package org.renkei.services.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.renkei.broker.channel.ChannelFigures;
import org.renkei.broker.channel.ChannelState;
import org.renkei.services.metrics.Measured.Labelled;

/** Every channel's figures (D7), from one look at each for all of its metrics. */
final class ChannelMetrics implements MultiCollector {
    private static final double MILLIS = 1_000;

    private final Supplier<List<ChannelFigures>> look;

    ChannelMetrics(Supplier<List<ChannelFigures>> look) {
        this.look = look;
    }

    @Override
    public MetricSnapshots collect() {
        Measured<ChannelFigures> channels = Measured.of(look.get(), ChannelMetrics::labels);
        return MetricSnapshots.of(
                channels.gauge(
                        "renkei_channel_depth",
                        "Messages in the channel now: queued, scheduled and in process",
                        ChannelFigures::current),
                messages(channels.all()),
                channels.gauge("renkei_channel_watch", "Messages at which an alarm is raised", ChannelFigures::watch),
                channels.gauge(
                        "renkei_channel_max", "Messages at which the channel refuses senders", ChannelFigures::max),
                channels.gauge(
                        "renkei_channel_alarm",
                        "1 from the moment depth reached watch until it fell to rearm, else 0",
                        figures -> figures.alarm() ? 1 : 0),
                channels.gauge(
                        "renkei_channel_oldest_age_seconds",
                        "Age of the oldest queued message, 0 if there is none",
                        ChannelMetrics::oldestAge),
                channels.counter(
                        "renkei_channel_received",
                        "Messages that came into the channel since the start",
                        ChannelFigures::in),
                channels.counter(
                        "renkei_channel_taken",
                        "Messages that were taken from the channel and committed since the start",
                        ChannelFigures::out),
                channels.gauge(
                        "renkei_channel_producers",
                        "Connected programs that send to the channel",
                        ChannelFigures::producers),
                channels.gauge(
                        "renkei_channel_consumers",
                        "Receivers of the channel, Renkei's own included",
                        ChannelFigures::consumers),
                channels.state(
                        "renkei_channel_state",
                        "1 for the state that the channel is in, 0 for the others",
                        ChannelState.values(),
                        ChannelFigures::state));
    }

    private static Labels labels(ChannelFigures figures) {
        return Labels.of("channel", figures.name(), "kind", Measured.word(figures.kind()));
    }

    private static double oldestAge(ChannelFigures figures) {
        return figures.oldestAge() == null ? 0 : figures.oldestAge().toMillis() / MILLIS;
    }

    private static MetricSnapshot messages(List<Labelled<ChannelFigures>> channels) {
        return new GaugeSnapshot(
                new MetricMetadata("renkei_channel_messages", "Messages in the channel now, by what they wait for"),
                channels.stream()
                        .flatMap(channel -> messages(channel.thing(), channel.labels()))
                        .toList());
    }

    private static Stream<GaugeDataPointSnapshot> messages(ChannelFigures figures, Labels labels) {
        return Stream.of(
                Measured.point(labels.add("state", "queued"), figures.queued()),
                Measured.point(labels.add("state", "scheduled"), figures.scheduled()),
                Measured.point(labels.add("state", "in_process"), figures.inProcess()));
    }
}
