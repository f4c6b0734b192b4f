package org.renkei.services.perf;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.renkei.broker.access.Role;
import org.renkei.broker.access.Users;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.Channels;
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

    private final Home home;
    private final PerfSettings settings;
    private final List<PerfFlow> flows;
    private final Map<PerfFlow, FlowPipeline.LastStep> lastSteps = new LinkedHashMap<>();
    private final DataSources sources;
    private final Broker broker;
    private final Channels channels;
    private final TrackingStore tracking;
    private final FlowEngine engine;
    private final Connection connection;
    private final Connection client;

    /** @param directory of its own; it is left to whoever made it */
    Rig(Path directory, PerfSettings settings) throws IOException, JMSException {
        this.home = new Home(directory);
        this.settings = settings;
        this.flows = settings.flows();
        flows.forEach(flow -> lastSteps.put(flow, new FlowPipeline.LastStep()));
        Files.createDirectories(home.flows());
        for (PerfFlow flow : flows) {
            Files.writeString(home.flows().resolve(flow.name() + ".yaml"), flow.yaml());
        }
        Users users = Users.loadOrCreate(home.usersFile(), home.adminPasswordFile());
        String password = users.add(CLIENT, Set.of(Role.CLIENT));
        Map<String, ChannelConfig> declared = declared();
        sources = DataSources.open(
                Map.of(DATABASE, database(settings)), declared, home.data().resolve("databases"), home.etc(), "perf");
        broker = new Broker(BrokerConfig.anyPorts(), declared, sources, users, home.data(), Clock.systemUTC());
        if (settings.database() != null) {
            sources.find(DATABASE).ifPresent(BusinessDatabase::trackHere);
        }
        broker.start();
        broker.openChannels();
        channels = new UntrackedChannels(broker.channels());
        tracking = TrackingStore.open(tracking(settings), Clock.systemUTC());
        engine = new FlowEngine(
                channels,
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
        client.start();
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

    /** All that the settings ask for. */
    List<Pipeline> pipelines() throws SQLException {
        List<Pipeline> pipelines = new ArrayList<>(flowsBesideBare());
        if (flows.contains(PerfSettings.MAIN)) {
            pipelines.add(bare(PerfSettings.MAIN).one());
            if (settings.only().contains(PerfSettings.MONITORING)) {
                pipelines.add(new Watched(pipeline(PerfSettings.MAIN), channels, engine, home.data()));
            }
        }
        return pipelines;
    }

    /** Each flow, and what it is compared with. */
    List<Pipeline> flowsBesideBare() throws SQLException {
        List<Pipeline> pipelines = new ArrayList<>();
        for (PerfFlow flow : flows) {
            pipelines.add(pipeline(flow));
            if (flow.kind() == ChannelKind.DATABASE) {
                pipelines.add(new BareTable(database(), flow.hops(), settings));
            } else if (flow.tracked()) {
                pipelines.add(bare(flow));
            }
        }
        return pipelines;
    }

    private BarePipeline bare(PerfFlow flow) {
        return new BarePipeline(connection, flow.bareQueues(), flow.kind(), settings);
    }

    private Pipeline pipeline(PerfFlow flow) {
        return new FlowPipeline(
                engine, channels, tracking.journeys(), client, settings, flow, lastSteps.get(flow), database());
    }

    /** For the time from send to reply of one flow, all of whose jobs have ended. */
    RoundTrips roundTrips(PerfFlow flow) {
        engine.startEntrances();
        return new RoundTrips(
                new OpenLoop(client, flow.start(), settings.bodyBytes()),
                new OpenLoop(connection, flow.bareQueues().get(0), settings.bodyBytes()),
                () -> BareWorkers.replying(connection, flow.bareQueues(), settings.consumers(), settings.batch()),
                this::awaitTracking);
    }

    private void awaitTracking() {
        if (!engine.awaitTracking(Duration.ofMinutes(2))) {
            throw new IllegalStateException(
                    "tracking is behind: " + engine.trackingProblem().orElse("no reason known"));
        }
    }

    private Map<String, ChannelConfig> declared() {
        Map<String, ChannelConfig> declared = new LinkedHashMap<>();
        for (PerfFlow flow : flows) {
            flow.channels().forEach(channel -> declared.put(channel, channel(flow.kind())));
            if (flow.kind() != ChannelKind.DATABASE && flow.tracked()) {
                flow.bareQueues().forEach(queue -> declared.put(queue, channel(flow.kind())));
            }
        }
        return declared;
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

    private Map<String, Object> applications() {
        Application nothing = job -> Outcome.done();
        Map<String, Object> applications = new LinkedHashMap<>();
        applications.put("nothing", nothing);
        lastSteps.forEach((flow, lastStep) -> applications.put(flow.lastApplication(), lastStep));
        return applications;
    }

    /** Nothing of what was moved may have become a dead letter. */
    void verify() {
        long dead = channels.channel(Channels.DEAD).figures().current();
        if (dead > 0) {
            throw new IllegalStateException(dead + " messages have become dead letters");
        }
    }

    @Override
    public void close() throws JMSException {
        client.close();
        connection.close();
        engine.close();
        broker.stop();
        sources.close();
        tracking.close();
    }
}
