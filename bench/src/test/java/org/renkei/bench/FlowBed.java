package org.renkei.bench;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.renkei.broker.access.Users;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.server.Broker;
import org.renkei.broker.server.BrokerConfig;
import org.renkei.broker.table.DataSources;
import org.renkei.routes.application.Application;
import org.renkei.routes.engine.EngineFiles;
import org.renkei.routes.engine.FlowEngine;
import org.renkei.routes.engine.Workload;
import org.renkei.routes.flow.Flow;
import org.renkei.routes.flow.FlowFiles;
import org.renkei.tracking.store.TrackingConfig;
import org.renkei.tracking.store.TrackingStore;

/** A real broker and engine with one flow, all of whose channels are of one kind, and tracking in memory; its files are temporary. */
final class FlowBed implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int A_COMMIT = 20;

    private final Path directory;
    private final Flow flow;
    private final Broker broker;
    private final TrackingStore tracking;
    private final FlowEngine engine;
    private final Connection connection;

    FlowBed(String yaml, ChannelKind kind, Map<String, Application> applications) throws IOException, JMSException {
        directory = Files.createTempDirectory("renkei-bench");
        Path file = directory.resolve("flow.yaml");
        Files.writeString(file, yaml);
        flow = FlowFiles.readOne(file);
        Users users = Users.loadOrCreate(directory.resolve("users.yaml"), directory.resolve("admin.password"));
        Map<String, ChannelConfig> channels = channels(kind);
        Path data = directory.resolve("data");
        broker = new Broker(BrokerConfig.anyPorts(), channels, DataSources.none(), users, data, Clock.systemUTC());
        broker.start();
        broker.openChannels();
        String url = "jdbc:h2:mem:" + directory.getFileName();
        tracking = TrackingStore.open(new TrackingConfig(url, "sa", "", null, null, null), Clock.systemUTC());
        engine = new FlowEngine(
                broker.channels(),
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
        connection = broker.local().createConnection();
    }

    private Map<String, ChannelConfig> channels(ChannelKind kind) {
        Map<String, ChannelConfig> channels = new LinkedHashMap<>();
        channels.put(flow.start(), ChannelConfig.of(kind));
        flow.steps().forEach(step -> channels.put(step.channel(), ChannelConfig.of(kind)));
        return channels;
    }

    /** Sends jobs in transactions, as a producer in a hurry does. */
    void send(int jobs, String body) throws JMSException {
        try (Session session = connection.createSession(Session.SESSION_TRANSACTED);
                MessageProducer producer = session.createProducer(session.createQueue(flow.start()))) {
            for (int i = 1; i <= jobs; i++) {
                producer.send(session.createTextMessage(body));
                if (i % A_COMMIT == 0 || i == jobs) {
                    session.commit();
                }
            }
        }
    }

    /** Returns when tracking has all that happened so far. */
    void awaitTracking() {
        if (!engine.awaitTracking(PATIENCE)) {
            throw new IllegalStateException("tracking is behind: " + engine.trackingProblem());
        }
    }

    @Override
    public void close() throws IOException, JMSException {
        connection.close();
        engine.close();
        broker.stop();
        tracking.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
