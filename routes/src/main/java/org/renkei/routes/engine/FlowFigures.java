package org.renkei.routes.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import org.renkei.database.RepeatedWork;
import org.renkei.routes.flow.Flow;
import org.renkei.routes.flow.Route;
import org.renkei.tracking.journey.JourneyState;
import org.renkei.tracking.journey.StepEvent;
import org.renkei.tracking.journey.StepOutcome;

/**
 * What the flows of this process do, live: every pass that tracking is told of is counted here too, after the commit that it is part of.
 * Nothing is read from a database, and nothing is kept: all begins with zero at each start. What was committed in the moment of a crash
 * is therefore in tracking alone; what runs again because its commit was lost was not counted before. What operators do with dead letters is not
 * counted, but what comes of it is: a job that failed, was retried and then completed has ended twice. Thread-safe.
 */
public final class FlowFigures implements AutoCloseable {
    /** Where an arrow leads along which jobs end well. */
    public static final String END = Route.END;

    /** Where an arrow leads along which jobs gave up; no step can have this name. */
    public static final String DEAD_LETTERS = "dead letters";

    /** Begins the name of a step to which a job goes back to be undone. */
    public static final String UNDO = "undo:";

    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Map<String, FlowMeter> flows = new ConcurrentSkipListMap<>();
    private final LongAdder moves = new LongAdder();
    private final Clock clock;
    private final Instant since;
    private volatile Instant sampledAt;
    private final RepeatedWork rounds = new RepeatedWork("renkei-flow-figures", this::sample);

    FlowFigures(Clock clock) {
        this.clock = clock;
        this.since = clock.instant();
        this.sampledAt = since;
    }

    /** Counts what happens to jobs of this version of a flow too, together with those of others. */
    void include(Flow flow) {
        flows.computeIfAbsent(flow.name(), name -> new FlowMeter(name, () -> sampledAt))
                .include(flow);
    }

    /** Rates follow the counters from now on. */
    void start() {
        rounds.start(EVERY, EVERY);
    }

    void sample() {
        Instant now = clock.instant();
        flows.values().forEach(flow -> flow.sample(now));
        sampledAt = now;
    }

    /** Counts a pass that was committed. Jobs of flows that are gone are not counted. Cheap, and throws nothing. */
    void count(StepEvent event) {
        moves.increment();
        FlowMeter flow = flows.get(event.flow());
        if (flow != null) {
            flow.count(event);
        }
    }

    /** Passes of all flows so far. */
    long moves() {
        return moves.sum();
    }

    /** To be run for each message that goes along that way out of a step. */
    Runnable arrow(String flow, String step, String to) {
        return flows.get(flow).arrow(step, to);
    }

    /** The figures now; rates and means as they were at the last full second. */
    public Snapshot snapshot() {
        List<FlowPart> parts = flows.values().stream().map(FlowMeter::part).toList();
        return new Snapshot(since, clock.instant(), sum(parts), parts);
    }

    private static Jobs sum(List<FlowPart> parts) {
        Map<JourneyState, Long> ended = new EnumMap<>(JourneyState.class);
        parts.forEach(part -> part.jobs().ended().forEach((state, count) -> ended.merge(state, count, Long::sum)));
        return new Jobs(
                parts.stream().mapToLong(part -> part.jobs().started()).sum(),
                ended,
                parts.stream()
                        .mapToDouble(part -> part.jobs().startedPerSecond())
                        .sum(),
                parts.stream().mapToDouble(part -> part.jobs().endedPerSecond()).sum(),
                parts.stream()
                        .mapToDouble(part -> part.jobs().failedPerSecond())
                        .sum());
    }

    @Override
    public void close() {
        rounds.close();
    }

    /**
     * @param since when counting began
     * @param all the sum over the flows
     * @param flows by name, also those without jobs, and those that were deleted since then
     */
    public record Snapshot(Instant since, Instant at, Jobs all, List<FlowPart> flows) {}

    /**
     * @param started jobs, also those that failed at the start because of bad input
     * @param ended copies of jobs that came to an end, by how: COMPLETED, FAILED, EXPIRED or COMPENSATED, each also with 0. Copies that a
     *     join makes one end as one
     * @param startedPerSecond as the other rates: over the last ten seconds
     * @param failedPerSecond that are dead letters now: FAILED and EXPIRED
     */
    public record Jobs(
            long started,
            Map<JourneyState, Long> ended,
            double startedPerSecond,
            double endedPerSecond,
            double failedPerSecond) {

        /** However they ended. */
        public long endedTotal() {
            return ended.values().stream().mapToLong(Long::longValue).sum();
        }

        /** Those that are, or were, dead letters: FAILED and EXPIRED. */
        public long failedTotal() {
            return ended.getOrDefault(JourneyState.FAILED, 0L) + ended.getOrDefault(JourneyState.EXPIRED, 0L);
        }
    }

    /**
     * @param start where messages in the start channel went: to the first step, or to the dead letters
     * @param steps in the order of the flow's file; those of versions that came later behind them
     */
    public record FlowPart(String flow, Jobs jobs, List<Arrow> start, List<StepPart> steps) {}

    /**
     * @param passes by how they ended; outcomes that never occurred are left out
     * @param mean how long a pass through the application took in the last minute; null if there was none
     * @param arrows by name; those along which nothing went are left out
     * @param calls the passes in which the application was called
     */
    public record StepPart(
            String step, Map<StepOutcome, Count> passes, Duration mean, List<Arrow> arrows, Calls calls) {}

    /** @param took all of them together */
    public record Calls(long made, Duration took) {}

    /** @param perSecond over the last ten seconds */
    public record Count(long total, double perSecond) {}

    /**
     * Messages that went one way.
     *
     * @param to a step, {@value #END}, {@code flow:NAME}, {@value #DEAD_LETTERS}, or {@value #UNDO} and a step to be undone
     * @param perSecond over the last ten seconds
     */
    public record Arrow(String to, long total, double perSecond) {}
}
