package org.renkei.services.perf;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.renkei.broker.channel.Channels;
import org.renkei.database.RepeatedWork;
import org.renkei.routes.engine.FlowEngine;
import org.renkei.services.lifecycle.Lifecycle;
import org.renkei.services.lifecycle.Progress;
import org.renkei.services.metrics.Metrics;
import org.renkei.services.metrics.RunningFigures;
import org.renkei.services.monitor.Monitor;
import org.renkei.services.monitor.Snapshots;

/**
 * A pipeline that is watched while it moves: each second a scrape of all metrics, and the looks at channels and jobs that open pages of
 * the console share. Without HTTP.
 */
final class Watched implements Pipeline {
    static final String PREFIX = "monitored-";
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Pipeline pipeline;
    private final Channels channels;
    private final FlowEngine engine;
    private final Path data;

    Watched(Pipeline pipeline, Channels channels, FlowEngine engine, Path data) {
        this.pipeline = pipeline;
        this.channels = channels;
        this.engine = engine;
        this.data = data;
    }

    @Override
    public String name() {
        return PREFIX + pipeline.name();
    }

    @Override
    public int hops() {
        return pipeline.hops();
    }

    @Override
    public Optional<String> comparedWith() {
        return pipeline.comparedWith();
    }

    @Override
    public Duration move(int messages) throws Exception {
        Clock clock = Clock.systemUTC();
        Snapshots snapshots = new Snapshots(channels, clock);
        Lifecycle lifecycle = new Lifecycle(List.of(), Progress.SILENT);
        RunningFigures figures =
                new RunningFigures("perf", clock.instant(), lifecycle, channels, snapshots, engine, clock);
        try (Metrics metrics = new Metrics(figures, data);
                Monitor monitor = new Monitor(snapshots, engine, clock);
                RepeatedWork watching = new RepeatedWork("perf-watch", () -> look(metrics, monitor))) {
            // The first look loads what the others use, and shows whether there is something to see.
            look(metrics, monitor);
            watching.start(Duration.ZERO, EVERY);
            return pipeline.move(messages);
        }
    }

    private void look(Metrics metrics, Monitor monitor) {
        requireFlow(metrics.scrape());
        requireChannels(monitor);
    }

    private void requireFlow(String scraped) {
        if (!scraped.contains(pipeline.name())) {
            throw new IllegalStateException("the metrics say nothing of " + pipeline.name());
        }
    }

    private void requireChannels(Monitor monitor) {
        if (monitor.snapshots().now().channels().isEmpty()) {
            throw new IllegalStateException("the monitor sees no channels");
        }
    }

    @Override
    public void settle() {
        pipeline.settle();
    }
}
