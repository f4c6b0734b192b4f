package org.renkei.services.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.renkei.routes.engine.FlowFigures;
import org.renkei.routes.engine.FlowFigures.Arrow;
import org.renkei.routes.engine.FlowFigures.FlowPart;
import org.renkei.routes.engine.FlowFigures.StepPart;
import org.renkei.tracking.journey.StepOutcome;

/** What the flows have done since the start. */
final class FlowMetrics implements MultiCollector {
    /** Where an arrow begins that leads to the first step; no step can have this name. */
    private static final String START = "start channel";

    private static final double NANOS = Duration.ofSeconds(1).toNanos();

    private final Supplier<FlowFigures.Snapshot> look;

    FlowMetrics(Supplier<FlowFigures.Snapshot> look) {
        this.look = look;
    }

    @Override
    public MetricSnapshots collect() {
        List<FlowPart> flows = look.get().flows();
        List<Count> ended = new ArrayList<>();
        List<Count> passes = new ArrayList<>();
        List<Count> arrows = new ArrayList<>();
        List<SummaryDataPointSnapshot> durations = new ArrayList<>();
        for (FlowPart flow : flows) {
            Labels ofFlow = Labels.of("flow", flow.flow());
            flow.jobs()
                    .ended()
                    .forEach((state, total) -> ended.add(new Count(ofFlow.add("state", Measured.word(state)), total)));
            arrows.addAll(arrows(ofFlow, START, flow.start()));
            for (StepPart step : flow.steps()) {
                Labels ofStep = ofFlow.add("step", step.step());
                passes.addAll(passes(ofStep, step.passes()));
                arrows.addAll(arrows(ofFlow, step.step(), step.arrows()));
                durations.add(new SummaryDataPointSnapshot(
                        step.calls().made(), step.calls().took().toNanos() / NANOS, Quantiles.EMPTY, ofStep, null, 0));
            }
        }
        return MetricSnapshots.of(
                Measured.of(flows, flow -> Labels.of("flow", flow.flow()))
                        .counter(
                                "renkei_jobs_started",
                                "Jobs that began, also those that failed at the start because of bad input",
                                flow -> flow.jobs().started()),
                counter("renkei_jobs_ended", "Copies of jobs that came to an end, by how", ended),
                counter("renkei_step_passes", "Passes of jobs through steps that were committed, by outcome", passes),
                new SummarySnapshot(
                        new MetricMetadata(
                                "renkei_step_duration_seconds",
                                "How long passes took in which the step's application was called"),
                        durations),
                counter(
                        "renkei_flow_messages",
                        "Messages that went from one step to another, or out of the flow",
                        arrows));
    }

    private static List<Count> passes(Labels ofStep, Map<StepOutcome, FlowFigures.Count> passes) {
        return Arrays.stream(StepOutcome.values())
                .map(outcome -> new Count(
                        ofStep.add("outcome", Measured.word(outcome)),
                        passes.containsKey(outcome) ? passes.get(outcome).total() : 0))
                .toList();
    }

    private static List<Count> arrows(Labels ofFlow, String from, List<Arrow> arrows) {
        return arrows.stream()
                .map(arrow -> new Count(ofFlow.merge(Labels.of("from", from, "to", arrow.to())), arrow.total()))
                .toList();
    }

    private static MetricSnapshot counter(String name, String help, List<Count> counts) {
        return Measured.of(counts, Count::labels).counter(name, help, Count::total);
    }

    private record Count(Labels labels, long total) {}
}
