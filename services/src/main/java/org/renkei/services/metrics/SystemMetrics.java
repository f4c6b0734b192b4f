package org.renkei.services.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Map;
import org.renkei.services.lifecycle.LifecycleState;
import org.renkei.services.lifecycle.StageReport;
import org.renkei.services.lifecycle.StageState;

/** What the system as a whole says of itself. */
final class SystemMetrics implements MultiCollector {
    private static final double MILLIS = 1_000;

    private final RunningFigures figures;

    SystemMetrics(RunningFigures figures) {
        this.figures = figures;
    }

    @Override
    public MetricSnapshots collect() {
        Measured<RunningFigures> system = Measured.of(List.of(figures), all -> Labels.EMPTY);
        Measured<RunningFigures> named = Measured.of(List.of(figures), all -> Labels.of("node", all.node()));
        Measured<StageReport> stages = Measured.of(figures.stages(), stage -> Labels.of("stage", stage.name()));
        Measured<Map.Entry<String, Long>> deadLetters = Measured.of(
                List.copyOf(figures.deadLetters().entrySet()), channel -> Labels.of("channel", channel.getKey()));
        return MetricSnapshots.of(
                named.gauge(
                        "renkei_start_time_seconds",
                        "When this process of the node was started, in seconds since 1970",
                        all -> all.startedAt().toEpochMilli() / MILLIS),
                system.state(
                        "renkei_state",
                        "1 for the state that the system is in, 0 for the others",
                        LifecycleState.values(),
                        RunningFigures::state),
                stages.gauge(
                        "renkei_stage_up",
                        "1 if the stage runs and works as it should, else 0",
                        stage -> isUp(stage) ? 1 : 0),
                stages.state(
                        "renkei_stage_state",
                        "1 for the state that the stage is in, 0 for the others",
                        StageState.values(),
                        StageReport::state),
                system.counter(
                        "renkei_jobs_lost",
                        "Jobs of volatile channels that were found lost since the start",
                        RunningFigures::jobsLost),
                deadLetters.gauge("renkei_dead_letters", "Dead letters that wait in a channel", Map.Entry::getValue),
                system.gauge(
                        "renkei_dead_letter_files",
                        "Dead letters in files, because their channel did not take them",
                        RunningFigures::deadLetterFiles),
                system.gauge(
                        "renkei_tracking_backlog",
                        "Messages with tracking events that wait for the tracking database",
                        RunningFigures::trackingBacklog),
                system.gauge(
                        "renkei_relay_backlog",
                        "Messages in databases on their way to channels elsewhere, tracking events among them",
                        RunningFigures::relayBacklog));
    }

    private static boolean isUp(StageReport stage) {
        return stage.state() == StageState.RUNNING && stage.problem() == null;
    }
}
