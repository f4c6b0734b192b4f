package org.renkei.services.perf;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/** Measures the time from send to reply of a flow and of bare JMS at shares of the flow's capacity, in rounds of shuffled order. */
final class RoundTrips {
    private static final List<Integer> LOADS = List.of(10, 50, 90);

    /** A window's own length as a share of the time that it may take: the rest goes to tracking, which follows behind. */
    private static final double OWN = 0.7;

    private static final long LEAST_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private final OpenLoop flow;
    private final OpenLoop bare;
    private final Supplier<BareWorkers> bareWorkers;
    private final Runnable settle;
    private final Random shuffle = new Random(1);

    /**
     * @param bareWorkers those of the bare pipeline, to be started and closed with each window
     * @param settle waits until nothing that a window has left behind can disturb the next one
     */
    RoundTrips(OpenLoop flow, OpenLoop bare, Supplier<BareWorkers> bareWorkers, Runnable settle) {
        this.flow = flow;
        this.bare = bare;
        this.bareWorkers = bareWorkers;
        this.settle = settle;
    }

    private record Point(int percent, boolean isFlow) {}

    /**
     * @param names of the flow and of bare JMS
     * @param capacity of the flow, messages a second
     * @param rounds each with every load, for both
     */
    Latency measure(List<String> names, double capacity, int rounds, Duration within, Consumer<String> progress)
            throws Exception {
        List<Point> points = new ArrayList<>();
        LOADS.forEach(percent -> points.addAll(List.of(new Point(percent, true), new Point(percent, false))));
        double windows = rounds * points.size() + 1;
        Duration length = Duration.ofNanos(Math.max(LEAST_NANOS, (long) (within.toNanos() / windows * OWN)));
        Map<Point, List<OpenLoop.Window>> measured = new LinkedHashMap<>();
        points.forEach(point -> measured.put(point, new ArrayList<>()));
        run(new Point(50, true), capacity, length.dividedBy(2));
        run(new Point(50, false), capacity, length.dividedBy(2));
        for (int round = 1; round <= rounds; round++) {
            Collections.shuffle(points, shuffle);
            for (Point point : points) {
                OpenLoop.Window window = run(point, capacity, length);
                measured.get(point).add(window);
                progress.accept(String.format(
                        "  latency %d   %-22s %3d %%  p99 %,8.1f ms",
                        round,
                        names.get(point.isFlow() ? 0 : 1),
                        point.percent(),
                        window.micros().getValueAtPercentile(99) / 1e3));
            }
        }
        List<Latency.Load> loads = LOADS.stream()
                .map(percent -> load(percent, capacity, names, measured))
                .toList();
        return new Latency(names.get(0), names.get(1), Math.round(capacity), loads);
    }

    private OpenLoop.Window run(Point point, double capacity, Duration length) throws Exception {
        double rate = capacity * point.percent() / 100;
        if (point.isFlow()) {
            OpenLoop.Window window = flow.run(rate, length);
            settle.run();
            return window;
        }
        try (BareWorkers workers = bareWorkers.get()) {
            workers.start();
            return bare.run(rate, length);
        }
    }

    private static Latency.Load load(
            int percent, double capacity, List<String> names, Map<Point, List<OpenLoop.Window>> measured) {
        List<OpenLoop.Window> ofFlow = measured.get(new Point(percent, true));
        List<OpenLoop.Window> ofBare = measured.get(new Point(percent, false));
        Map<String, Latency.Percentiles> milliseconds = new LinkedHashMap<>();
        milliseconds.put(names.get(0), together(ofFlow));
        milliseconds.put(names.get(1), together(ofBare));
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < ofFlow.size(); round++) {
            ratios.add(p99(ofFlow.get(round)) / p99(ofBare.get(round)));
        }
        return new Latency.Load(percent, Math.round(capacity * percent / 100), milliseconds, Spread.of(ratios));
    }

    private static double p99(OpenLoop.Window window) {
        return window.micros().getValueAtPercentile(99);
    }

    private static Latency.Percentiles together(List<OpenLoop.Window> windows) {
        Histogram all = new Histogram(windows.get(0).micros());
        boolean keptUp = true;
        for (OpenLoop.Window window : windows) {
            all.add(window.micros());
            keptUp &= window.keptUp();
        }
        return Latency.Percentiles.of(all, keptUp);
    }
}
