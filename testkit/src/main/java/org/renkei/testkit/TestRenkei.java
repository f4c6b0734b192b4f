package org.renkei.testkit;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.renkei.broker.access.Users;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.Priority;
import org.renkei.broker.config.StrictYaml;
import org.renkei.broker.server.Broker;
import org.renkei.broker.server.BrokerConfig;
import org.renkei.broker.storage.Directories;
import org.renkei.broker.table.DataSources;
import org.renkei.routes.engine.EngineFiles;
import org.renkei.routes.engine.FlowEngine;
import org.renkei.routes.engine.Submitted;
import org.renkei.routes.engine.Workload;
import org.renkei.routes.flow.Flow;
import org.renkei.routes.flow.FlowFiles;
import org.renkei.routes.userroute.RouteFile;
import org.renkei.tracking.journey.Journey;
import org.renkei.tracking.journey.StepEvent;
import org.renkei.tracking.store.TrackingConfig;
import org.renkei.tracking.store.TrackingStore;

/**
 * Flows as they run in production, in a unit test: a real engine over a real broker, whose channels are all volatile, and a tracking database
 * in memory. What must be on disk for these is in a temporary directory, which goes with {@link #close}. Several may run at once. Thread-safe
 * after its start.
 */
public final class TestRenkei implements AutoCloseable {
    private static final Duration STOP = Duration.ofSeconds(5);
    private static final Duration TRACKED = Duration.ofSeconds(30);
    private static final Duration AT_REST = Duration.ofSeconds(1);
    private static final String NODE = "test";

    private final TestClock clock = new TestClock();
    private final Path directory;
    private final Map<String, ChannelConfig> channels;
    private final TrackingStore tracking;
    private final Broker broker;
    private final FlowEngine engine;
    private final ScheduledMessages scheduled;

    private TestRenkei(Builder builder) {
        directory = temporary();
        channels = builder.channels();
        Users users = Users.loadOrCreate(directory.resolve("users.yaml"), directory.resolve("admin.password"));
        tracking = TrackingStore.open(
                new TrackingConfig("jdbc:h2:mem:" + directory.getFileName(), "sa", "", null, null, null), clock);
        broker = new Broker(
                BrokerConfig.anyPorts(), channels, DataSources.none(), users, directory.resolve("data"), clock);
        broker.start();
        broker.openChannels();
        engine = new FlowEngine(
                broker.channels(),
                tracking,
                new Workload(builder.flows, builder.beans, Map.of(), builder.routes),
                new EngineFiles(
                        directory.resolve("dead-letters"), directory.resolve("pauses.json"), directory.resolve("apps")),
                null,
                NODE,
                clock);
        scheduled = new ScheduledMessages(broker.corePort(), directory.resolve("admin.password"));
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("renkei-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Begins with one flow; see {@link Builder} for more. */
    public static Builder flow(Path file) {
        return new Builder().flow(file);
    }

    /** What runs in the test. */
    public static final class Builder {
        private final List<Flow> flows = new ArrayList<>();
        private final Map<String, Object> beans = new LinkedHashMap<>();
        private final List<RouteFile> routes = new ArrayList<>();

        private Builder() {}

        /**
         * A flow, from its file, with the schema that it names.
         *
         * @throws org.renkei.broker.config.ConfigException if it cannot be used, with file, line and path
         */
        public Builder flow(Path file) {
            flows.add(FlowFiles.readOne(file));
            return this;
        }

        /** What steps call by that name: an {@link org.renkei.routes.application.Application}, or any object. */
        public Builder bean(String name, Object bean) {
            beans.put(name, bean);
            return this;
        }

        /** A file of Camel routes. */
        public Builder routes(Path file) {
            routes.add(new RouteFile(file.toString(), StrictYaml.text(file)));
            return this;
        }

        /**
         * Starts all of it.
         *
         * @throws org.renkei.broker.config.ConfigException for the first thing that is wrong, with file, line and path
         */
        public TestRenkei start() {
            TestRenkei renkei = new TestRenkei(this);
            try {
                renkei.engine.deploy();
                renkei.engine.startApplications();
                renkei.engine.startEntrances();
                return renkei;
            } catch (RuntimeException e) {
                renkei.close();
                throw e;
            }
        }

        /** Every channel that a flow names, in memory. */
        private Map<String, ChannelConfig> channels() {
            Map<String, ChannelConfig> channels = new LinkedHashMap<>();
            for (Flow flow : flows) {
                channels.put(flow.start(), volatileOne());
                flow.steps().forEach(step -> channels.put(step.channel(), volatileOne()));
            }
            return channels;
        }

        private static ChannelConfig volatileOne() {
            return StrictYaml.read("channel", "kind: volatile", new TypeReference<ChannelConfig>() {});
        }
    }

    /**
     * Submits a job, as any producer would.
     *
     * @param body text, for example JSON
     * @throws org.renkei.broker.error.RenkeiException if there is no such flow, or its start channel refuses
     */
    public TestJob submit(String flow, String body) {
        Submitted submitted = engine.submitAndWait(flow, body, null, Priority.NORMAL);
        return new TestJob(submitted.job(), submitted.result(), this);
    }

    /** The time as flows see it. */
    public Instant now() {
        return clock.instant();
    }

    /** The clock that flows go by; for applications that shall go by the same. */
    public Clock clock() {
        return clock;
    }

    /**
     * Puts the clock forward: what waits in a channel for a time that is over by then, for example for its next try, is handed out.
     * Timeouts are seen when a message is handed out. First, whatever is in the flows' channels
     * and need not wait has up to a second to be taken and done.
     */
    public void advance(Duration by) {
        Rest.await(channels.keySet().stream().map(broker.channels()::channel).toList(), AT_REST);
        clock.advance(by);
        scheduled.deliverUpTo(clock.instant(), channels.keySet());
    }

    /** The engine, for whatever has no method here. */
    public FlowEngine engine() {
        return engine;
    }

    Journey journey(String job) {
        awaitTracking();
        return tracking.journeys().find(job).orElseThrow(() -> new AssertionError("tracking does not know job " + job));
    }

    List<StepEvent> steps(String job) {
        awaitTracking();
        return tracking.journeys().steps(job);
    }

    private void awaitTracking() {
        if (!engine.awaitTracking(TRACKED)) {
            throw new AssertionError("tracking did not come within " + TRACKED.toSeconds() + " s: "
                    + engine.trackingProblem().orElse("no reason known"));
        }
    }

    /** Stops all of it, within seconds, and deletes its files. Jobs that run are gone. */
    @Override
    public void close() {
        scheduled.close();
        engine.stopEntrances(STOP);
        engine.stopApplications(STOP);
        engine.close();
        broker.stop();
        tracking.close();
        try {
            Directories.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
