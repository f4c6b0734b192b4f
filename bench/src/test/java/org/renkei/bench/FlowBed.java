package org.renkei.bench;

import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.routes.application.Application;
import org.renkei.routes.engine.EngineFiles;
import org.renkei.routes.engine.FlowEngine;
import org.renkei.routes.engine.Workload;
import org.renkei.routes.flow.Flow;
import org.renkei.routes.flow.FlowFiles;
import org.renkei.routes.flow.Step;
import org.renkei.tracking.journey.JourneyState;
import org.renkei.tracking.store.TrackingConfig;
import org.renkei.tracking.store.TrackingStore;

/** A real broker and engine with one flow, all of whose channels are of one kind; its files are temporary. */
final class FlowBed implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Flow flow;
    private final BrokerBed bed;
    private final TrackingStore tracking;
    private final FlowEngine engine;

    /** With tracking in memory. */
    FlowBed(String yaml, ChannelKind kind, Map<String, Application> applications) throws IOException, JMSException {
        this(yaml, kind, applications, new TrackingConfig("jdbc:h2:mem:renkei-bench", "sa", "", null, null, null));
    }

    /** @param config where tracking is; with a URL of null in files of its own, as it is by default */
    FlowBed(String yaml, ChannelKind kind, Map<String, Application> applications, TrackingConfig config)
            throws IOException, JMSException {
        flow = read(yaml);
        bed = new BrokerBed(channels(), kind);
        Path directory = bed.directory();
        tracking = TrackingStore.open(
                config.url() == null ? TrackingConfig.embedded(directory.resolve("tracking")) : config,
                Clock.systemUTC());
        engine = new FlowEngine(
                bed.broker().channels(),
                tracking,
                new Workload(List.of(flow), Map.copyOf(applications), Map.of(), List.of()),
                new EngineFiles(
                        directory.resolve("dead-letters"), directory.resolve("pauses.json"), directory.resolve("apps")),
                null,
                "bench",
                Clock.systemUTC());
        engine.deploy();
        engine.startApplications();
        engine.startEntrances();
    }

    private static Flow read(String yaml) throws IOException {
        Path file = Files.createTempFile("flow", ".yaml");
        try {
            Files.writeString(file, yaml);
            return FlowFiles.readOne(file);
        } finally {
            Files.delete(file);
        }
    }

    private List<String> channels() {
        return Stream.concat(Stream.of(flow.start()), flow.steps().stream().map(Step::channel))
                .toList();
    }

    /** Sends jobs in transactions, as a producer in a hurry does. */
    void send(int jobs, IntFunction<String> body) throws JMSException {
        bed.send(flow.start(), jobs, body);
    }

    /** Jobs that are sent wait from now on. */
    void stopEntrances() {
        if (!engine.stopEntrances(PATIENCE)) {
            throw new IllegalStateException("an entrance does not stop");
        }
    }

    void startEntrances() {
        engine.startEntrances();
    }

    /** Returns when tracking has all that happened so far. */
    void awaitTracking() {
        if (!engine.awaitTracking(PATIENCE)) {
            throw new IllegalStateException("tracking is behind: " + engine.trackingProblem());
        }
    }

    /** What tracking has. */
    Map<JourneyState, Long> journeys() {
        return tracking.journeys().countByState(flow.name());
    }

    @Override
    public void close() throws IOException, JMSException {
        engine.close();
        tracking.close();
        bed.close();
    }
}
