package org.renkei.services.perf;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
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
import org.renkei.routes.application.Application;
import org.renkei.routes.application.Outcome;
import org.renkei.routes.engine.FlowEngine;
import org.renkei.routes.flow.FlowFiles;
import org.renkei.services.config.Home;
import org.renkei.tracking.store.TrackingConfig;
import org.renkei.tracking.store.TrackingStore;

/** A real broker, tracking database and engine in a directory of their own, without console and files to edit. */
final class Rig implements AutoCloseable {
    private static final List<PerfFlow> FLOWS = List.of(new PerfFlow(3), new PerfFlow(1));

    private final Home home;
    private final PerfSettings settings;
    private final Map<PerfFlow, FlowPipeline.LastStep> lastSteps = new LinkedHashMap<>();
    private final Broker broker;
    private final TrackingStore tracking;
    private final FlowEngine engine;
    private final Connection connection;

    /** @param directory is made, and deleted by {@link #close()} */
    Rig(Path directory, PerfSettings settings) throws IOException, JMSException {
        this.home = new Home(directory);
        this.settings = settings;
        FLOWS.forEach(flow -> lastSteps.put(flow, new FlowPipeline.LastStep()));
        Files.createDirectories(home.flows());
        for (PerfFlow flow : FLOWS) {
            Files.writeString(home.flows().resolve(flow.name() + ".yaml"), flow.yaml());
        }
        Users users = Users.loadOrCreate(home.usersFile(), home.adminPasswordFile());
        broker = new Broker(BrokerConfig.anyPorts(), channels(), users, home.data(), Clock.systemUTC());
        broker.start();
        broker.openChannels();
        tracking = TrackingStore.open(TrackingConfig.embedded(home.tracking()), Clock.systemUTC());
        engine = new FlowEngine(
                broker.channels(),
                tracking,
                FlowFiles.read(home.flows()),
                applications(),
                home.routes(),
                "perf",
                Clock.systemUTC());
        engine.deploy();
        engine.startApplications();
        connection = broker.local().createConnection();
        connection.start();
    }

    /** Each flow, and the bare pipeline of as many hops. */
    List<Pipeline> pipelines() {
        List<Pipeline> pipelines = new ArrayList<>();
        for (PerfFlow flow : FLOWS) {
            pipelines.add(new FlowPipeline(engine, broker.channels(), connection, settings, flow, lastSteps.get(flow)));
            pipelines.add(new BarePipeline(connection, bareQueues(flow), settings));
        }
        return pipelines;
    }

    private Map<String, ChannelConfig> channels() {
        ChannelConfig config = new ChannelConfig(
                ChannelKind.PERSISTENT,
                null,
                null,
                null,
                null,
                null,
                null,
                settings.consumers(),
                settings.batch(),
                null);
        Map<String, ChannelConfig> channels = new LinkedHashMap<>();
        for (PerfFlow flow : FLOWS) {
            flow.channels().forEach(channel -> channels.put(channel, config));
            bareQueues(flow).forEach(queue -> channels.put(queue, config));
        }
        return channels;
    }

    private static List<String> bareQueues(PerfFlow flow) {
        return flow.channels().stream().map(channel -> "bare-" + channel).toList();
    }

    private Map<String, Object> applications() {
        Application nothing = job -> Outcome.done();
        Map<String, Object> applications = new LinkedHashMap<>();
        applications.put("nothing", nothing);
        lastSteps.forEach((flow, lastStep) -> applications.put(flow.lastApplication(), lastStep));
        return applications;
    }

    @Override
    public void close() throws IOException, JMSException {
        connection.close();
        engine.close();
        broker.stop();
        tracking.close();
        try (Stream<Path> files = Files.walk(home.directory())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
