package org.renkei.services.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Makes metrics of many things of one sort, each with its labels. */
record Measured<T>(List<Labelled<T>> all) {
    /** One of them, whose labels are made once for all of its metrics. */
    record Labelled<T>(T thing, Labels labels) {}

    private static final long NO_TIMESTAMP = 0;

    static <T> Measured<T> of(List<T> things, Function<T, Labels> labels) {
        return new Measured<>(things.stream()
                .map(thing -> new Labelled<>(thing, labels.apply(thing)))
                .toList());
    }

    MetricSnapshot gauge(String name, String help, ToDoubleFunction<T> value) {
        return new GaugeSnapshot(
                new MetricMetadata(name, help),
                all.stream()
                        .map(each -> point(each.labels(), value.applyAsDouble(each.thing())))
                        .toList());
    }

    /** @param name without {@code _total}, which is written behind it */
    MetricSnapshot counter(String name, String help, ToDoubleFunction<T> value) {
        return new CounterSnapshot(
                new MetricMetadata(name, help),
                all.stream()
                        .map(each -> new CounterDataPointSnapshot(
                                value.applyAsDouble(each.thing()), each.labels(), null, NO_TIMESTAMP))
                        .toList());
    }

    /** A series for each value that the state can have: 1 for the one that it has, 0 for the others. */
    <E extends Enum<E>> MetricSnapshot state(String name, String help, E[] states, Function<T, E> state) {
        return new GaugeSnapshot(
                new MetricMetadata(name, help),
                all.stream()
                        .flatMap(each -> points(each.labels(), states, state.apply(each.thing())))
                        .toList());
    }

    private static <E extends Enum<E>> Stream<GaugeDataPointSnapshot> points(Labels labels, E[] states, E now) {
        return Arrays.stream(states).map(state -> point(labels.add("state", word(state)), state == now ? 1 : 0));
    }

    static GaugeDataPointSnapshot point(Labels labels, double value) {
        return new GaugeDataPointSnapshot(value, labels, null);
    }

    /** As operators write it. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
