package org.renkei.routes.engine;

import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.renkei.routes.flow.Flow;
import org.renkei.tracking.journey.JourneyState;
import org.renkei.tracking.journey.StepEvent;
import org.renkei.tracking.journey.StepOutcome;

/** Counts what happens to the jobs of one flow. Thread-safe. */
final class FlowMeter {
    private final String flow;
    private final Meter started;
    private final Map<JourneyState, Meter> ended = new EnumMap<>(JourneyState.class);
    private final StepMeter start;
    private final Supplier<Instant> sampledAt;

    /** Replaced, never changed. */
    private volatile Map<String, StepMeter> steps = Map.of();

    FlowMeter(String flow, Supplier<Instant> sampledAt) {
        this.flow = flow;
        this.sampledAt = sampledAt;
        this.started = new Meter(sampledAt.get());
        for (StepOutcome outcome : StepOutcome.values()) {
            JourneyState state = endBy(outcome);
            if (state != null) {
                ended.put(state, new Meter(sampledAt.get()));
            }
        }
        this.start = new StepMeter(sampledAt);
    }

    /** Counts at the steps of this version, too. */
    synchronized void include(Flow version) {
        Map<String, StepMeter> all = new LinkedHashMap<>(steps);
        version.steps().forEach(step -> all.computeIfAbsent(step.name(), name -> new StepMeter(sampledAt)));
        steps = all;
    }

    /** Null for outcomes that end no job. */
    private static JourneyState endBy(StepOutcome outcome) {
        return switch (outcome) {
            case DONE -> JourneyState.COMPLETED;
            case FAILED -> JourneyState.FAILED;
            case EXPIRED -> JourneyState.EXPIRED;
            case UNDONE -> JourneyState.COMPENSATED;
            case AGAIN, WAITING, CANCELLED, LOST, DUPLICATE -> null;
        };
    }

    /** Counts what goes from a step to there; the step must exist. */
    Meter arrow(String step, String to) {
        return steps.get(step).arrow(to);
    }

    void count(StepEvent event) {
        if (isGathered(event)) {
            return;
        }
        if (event.isStart()) {
            started.run();
        }
        StepMeter step = event.step() == null ? start : steps.get(event.step());
        if (step != null) {
            step.count(event);
            countArrow(event, step);
        }
        JourneyState end = event.next().isEmpty() ? endBy(event.outcome()) : null;
        if (end != null) {
            ended.get(end).run();
        }
    }

    /** A copy that a join has made one with others: it neither ran nor ended. */
    private static boolean isGathered(StepEvent event) {
        return event.step() != null && event.application() == null && event.outcome() == StepOutcome.DONE;
    }

    /**
     * Which ways out of a step a job took when it was done is known, and counted, by {@link Onward}; which one when it gave up or was undone, by
     * {@link Compensation}.
     */
    private void countArrow(StepEvent event, StepMeter from) {
        switch (event.outcome()) {
            case DONE -> {
                if (event.step() == null) {
                    event.next().forEach(place -> from.arrow(place.step()).run());
                }
            }
            case FAILED, EXPIRED -> {
                if (event.next().isEmpty()) {
                    from.arrow(FlowFigures.DEAD_LETTERS).run();
                } else if (event.outcome() == StepOutcome.EXPIRED) {
                    event.next().forEach(place -> from.arrow(place.step()).run());
                }
            }
            default -> {
                // it stays where it is, or is counted elsewhere
            }
        }
    }

    void sample(Instant now) {
        started.sample(now);
        ended.values().forEach(meter -> meter.sample(now));
        start.sample(now);
        steps.values().forEach(meter -> meter.sample(now));
    }

    FlowFigures.FlowPart part() {
        return new FlowFigures.FlowPart(
                flow,
                jobs(),
                start.arrows(),
                steps.entrySet().stream()
                        .map(step -> step.getValue().part(step.getKey()))
                        .toList());
    }

    private FlowFigures.Jobs jobs() {
        Map<JourneyState, Long> totals = new EnumMap<>(JourneyState.class);
        ended.forEach((state, meter) -> totals.put(state, meter.total()));
        return new FlowFigures.Jobs(
                started.total(),
                totals,
                started.perSecond(),
                ended.values().stream().mapToDouble(Meter::perSecond).sum(),
                ended.get(JourneyState.FAILED).perSecond()
                        + ended.get(JourneyState.EXPIRED).perSecond());
    }
}
