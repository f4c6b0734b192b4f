package org.renkei.routes.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.renkei.broker.limits.RateWindow;
import org.renkei.tracking.journey.StepEvent;
import org.renkei.tracking.journey.StepOutcome;

/** Counts what happens in one step, or at the start of a flow. Thread-safe. */
final class StepMeter {
    private static final Duration MEAN_OVER = Duration.ofMinutes(1);

    private final Supplier<Instant> sampledAt;
    private final Map<StepOutcome, Meter> passes = new ConcurrentHashMap<>();
    private final Map<String, Meter> arrows = new ConcurrentHashMap<>();
    private final LongAdder calls = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final RateWindow recentCalls = new RateWindow(MEAN_OVER);
    private final RateWindow recentNanos = new RateWindow(MEAN_OVER);

    /** @param sampledAt when all meters were last sampled */
    StepMeter(Supplier<Instant> sampledAt) {
        this.sampledAt = sampledAt;
        recentCalls.sample(sampledAt.get(), 0);
        recentNanos.sample(sampledAt.get(), 0);
    }

    void count(StepEvent event) {
        meter(passes, event.outcome()).run();
        if (event.application() != null && isCall(event.outcome())) {
            calls.increment();
            nanos.add(Math.max(
                    0, Duration.between(event.startedAt(), event.endedAt()).toNanos()));
        }
    }

    private static boolean isCall(StepOutcome outcome) {
        return outcome == StepOutcome.DONE
                || outcome == StepOutcome.AGAIN
                || outcome == StepOutcome.FAILED
                || outcome == StepOutcome.UNDONE;
    }

    /** Counts what goes from here to there. */
    Meter arrow(String to) {
        return meter(arrows, to);
    }

    /** Made when something is counted for the first time: few of all outcomes and ways ever occur. */
    private <K> Meter meter(Map<K, Meter> meters, K key) {
        Meter known = meters.get(key);
        return known != null ? known : meters.computeIfAbsent(key, first -> new Meter(sampledAt.get()));
    }

    void sample(Instant now) {
        passes.values().forEach(meter -> meter.sample(now));
        arrows.values().forEach(meter -> meter.sample(now));
        recentCalls.sample(now, calls.sum());
        recentNanos.sample(now, nanos.sum());
    }

    FlowFigures.StepPart part(String step) {
        Map<StepOutcome, FlowFigures.Count> counts = new EnumMap<>(StepOutcome.class);
        passes.forEach((outcome, meter) -> {
            if (meter.total() > 0) {
                counts.put(outcome, new FlowFigures.Count(meter.total(), meter.perSecond()));
            }
        });
        return new FlowFigures.StepPart(
                step, counts, mean(), arrows(), new FlowFigures.Calls(calls.sum(), Duration.ofNanos(nanos.sum())));
    }

    private Duration mean() {
        long made = recentCalls.growth();
        return made == 0 ? null : Duration.ofNanos(recentNanos.growth() / made);
    }

    List<FlowFigures.Arrow> arrows() {
        return arrows.entrySet().stream()
                .map(arrow -> new FlowFigures.Arrow(
                        arrow.getKey(),
                        arrow.getValue().total(),
                        arrow.getValue().perSecond()))
                .filter(arrow -> arrow.total() > 0)
                .sorted(Comparator.comparing(FlowFigures.Arrow::to))
                .toList();
    }
}
