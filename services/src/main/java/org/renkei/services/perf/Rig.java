package org.renkei.services.perf;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.renkei.broker.access.Role;
import org.renkei.broker.access.Users;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.server.Broker;
import org.renkei.broker.server.BrokerConfig;
import org.renkei.broker.table.BusinessDatabase;
import org.renkei.broker.table.DataSourceConfig;
import org.renkei.broker.table.DataSources;
import org.renkei.routes.application.Application;
import org.renkei.routes.application.Outcome;
import org.renkei.routes.engine.FlowEngine;
import org.renkei.routes.engine.Workload;
import org.renkei.routes.flow.FlowFiles;
import org.renkei.services.config.Home;
import org.renkei.tracking.store.TrackingConfig;
import org.renkei.tracking.store.TrackingStore;

/** A real broker, tracking database and engine in a directory of their own, without console and files to edit. */
final class Rig implements AutoCloseable {
    private static final String DATABASE = "perf";
    private static final String CLIENT = "perf-client";
    private static final List<PerfFlow> FLOWS = List.of(
            new PerfFlow(ChannelKind.PERSISTENT, 3),
            new PerfFlow(ChannelKind.PERSISTENT, 1),
            new PerfFlow(ChannelKind.DATABASE, 3));

    private final Home home;
    private final PerfSettings settings;
    private final Map<PerfFlow, FlowPipeline.LastStep> lastSteps = new LinkedHashMap<>();
    private final DataSources sources;
    private final BareTable bareTable;
    private final Broker broker;
    private final TrackingStore tracking;
    private final FlowEngine engine;
    private final Connection connection;
    private final Connection client;

    /** @param directory is made, and deleted by {@link #close()} */
    Rig(Path directory, PerfSettings settings) throws IOException, JMSException, SQLException {
        this.home = new Home(directory);
        this.settings = settings;
        FLOWS.forEach(flow -> lastSteps.put(flow, new FlowPipeline.LastStep()));
        Files.createDirectories(home.flows());
        for (PerfFlow flow : FLOWS) {
            Files.writeString(home.flows().resolve(flow.name() + ".yaml"), flow.yaml());
        }
        Users users = Users.loadOrCreate(home.usersFile(), home.adminPasswordFile());
        String password = users.add(CLIENT, Set.of(Role.CLIENT));
        sources = DataSources.open(
                Map.of(DATABASE, database(settings)), channels(), home.data().resolve("databases"), home.etc(), "perf");
        bareTable = new BareTable(database(), 4, settings);
        broker = new Broker(BrokerConfig.anyPorts(), channels(), sources, users, home.data(), Clock.systemUTC());
        if (settings.database() != null) {
            sources.find(DATABASE).ifPresent(BusinessDatabase::trackHere);
        }
        broker.start();
        broker.openChannels();
        tracking = TrackingStore.open(tracking(settings), Clock.systemUTC());
        engine = new FlowEngine(
                broker.channels(),
                tracking,
                new Workload(FlowFiles.read(home.flows()), applications(), Map.of(), List.of()),
                home.engineFiles(),
                null,
                "perf",
                Clock.systemUTC());
        engine.deploy();
        engine.startApplications();
        connection = broker.local().createConnection();
        connection.start();
        client = broker.local(CLIENT, password).createConnection();
    }

    private DataSource database() {
        return sources.find(DATABASE).orElseThrow().dataSource();
    }

    private static DataSourceConfig database(PerfSettings settings) {
        return settings.database() == null ? DataSourceConfig.embedded() : settings.database();
    }

    /** In the database that was given, so that it does all the work that a database has. */
    private TrackingConfig tracking(PerfSettings perf) {
        DataSourceConfig database = perf.database();
        return database == null
                ? TrackingConfig.embedded(home.tracking())
                : new TrackingConfig(database.url(), database.user(), database.password(), null, null, DATABASE);
    }

    /** Each flow, and what it is compared with. */
    List<Pipeline> pipelines() {
        List<Pipeline> pipelines = new ArrayList<>();
        for (PerfFlow flow : FLOWS) {
            pipelines.add(new FlowPipeline(
                    engine, broker.channels(), client, settings, flow, lastSteps.get(flow), database()));
            if (flow.kind() != ChannelKind.DATABASE) {
                pipelines.add(new BarePipeline(connection, bareQueues(flow), settings));
            }
        }
        pipelines.add(bareTable);
        return pipelines;
    }

    private Map<String, ChannelConfig> channels() {
        Map<String, ChannelConfig> channels = new LinkedHashMap<>();
        for (PerfFlow flow : FLOWS) {
            flow.channels().forEach(channel -> channels.put(channel, channel(flow.kind())));
            if (flow.kind() != ChannelKind.DATABASE) {
                bareQueues(flow).forEach(queue -> channels.put(queue, channel(flow.kind())));
            }
        }
        return channels;
    }

    private ChannelConfig channel(ChannelKind kind) {
        return new ChannelConfig(
                kind,
                null,
                null,
                null,
                null,
                null,
                null,
                settings.consumers(),
                settings.batch(),
                null,
                kind == ChannelKind.DATABASE ? DATABASE : null);
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
        client.close();
        connection.close();
        engine.close();
        broker.stop();
        sources.close();
        tracking.close();
        try (Stream<Path> files = Files.walk(home.directory())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
