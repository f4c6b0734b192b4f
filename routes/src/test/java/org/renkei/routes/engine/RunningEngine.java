package org.renkei.routes.engine;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.type.TypeReference;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.QueueBrowser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.renkei.broker.access.Users;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.Channels;
import org.renkei.broker.config.ByteSize;
import org.renkei.broker.config.StrictYaml;
import org.renkei.broker.server.Broker;
import org.renkei.broker.server.BrokerConfig;
import org.renkei.broker.table.BusinessDatabase;
import org.renkei.broker.table.DataSourceConfig;
import org.renkei.broker.table.DataSources;
import org.renkei.database.ArtemisServer;
import org.renkei.routes.app.AppFolders;
import org.renkei.routes.flow.FlowFiles;
import org.renkei.routes.trace.TracingConfig;
import org.renkei.routes.userroute.RouteFiles;
import org.renkei.tracking.journey.Journey;
import org.renkei.tracking.journey.JourneyQuery;
import org.renkei.tracking.journey.JourneyState;
import org.renkei.tracking.journey.Journeys;
import org.renkei.tracking.journey.StepEvent;
import org.renkei.tracking.store.TrackingConfig;
import org.renkei.tracking.store.TrackingStore;

/** A real broker, a real tracking database and the engine over them, in a directory of the test's own. */
final class RunningEngine implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String NODE = "node-1";
    private static final String USER = "shop";
    private static final String PASSWORD = "open sesame";

    /** The users as Renkei would write them, but for their hash, which takes no time: a test makes many of these. */
    private static final String USERS = """
            admin: {password: "%1$s", roles: [administer]}
            shop: {password: "%1$s", roles: [client]}
            """.formatted(
                    "pbkdf2-sha512:1:cmVua2VpIHRlc3Qgc2FsdA==:+aknVp+Jv5NbrLrwRRY3IfgKk/a93u8yZS2yrnsRz4iS"
                            + "IH9DbzWNiNRSaj7amqnx7maWLjyrZLAr2vO8xs9P6A==");

    private final Path dir;
    private final Map<String, ChannelConfig> channelConfigs;
    private final Map<String, Object> applications;
    private final Map<String, DataSourceConfig> sourceConfigs;
    private final BrokerConfig brokerConfig;
    private final String trackingIn;
    private final TracingConfig tracing;
    private final Users users;
    private DataSources sources;
    private Broker broker;
    private TrackingStore tracking;
    private FlowEngine engine;

    private RunningEngine(Builder builder) {
        this.dir = builder.dir;
        this.channelConfigs = builder.channels;
        this.applications = builder.applications;
        this.sourceConfigs = builder.sources;
        this.brokerConfig = builder.brokerConfig;
        this.trackingIn = builder.trackingIn;
        this.tracing = builder.tracing;
        this.users = users(dir.resolve("users.yaml"));
    }

    private static Users users(Path file) {
        try {
            Files.writeString(file, USERS);
            return Users.loadOrCreate(file, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Builder in one line: {@code RunningEngine.in(dir).channel(...).flow(...).application(...).start()}. */
    static Builder in(Path dir) {
        return new Builder(dir);
    }

    static final class Builder {
        private final Path dir;
        private final Map<String, ChannelConfig> channels = new LinkedHashMap<>();
        private final Map<String, Object> applications = new HashMap<>();
        private final Map<String, DataSourceConfig> sources = new LinkedHashMap<>();
        private BrokerConfig brokerConfig = BrokerConfig.anyPorts();
        private String trackingIn;
        private TracingConfig tracing;

        private Builder(Path dir) {
            this.dir = dir;
        }

        /** @param yaml as in etc/channels.yaml: {@code order-in: {kind: persistent}} */
        Builder channels(String yaml) {
            channels.putAll(
                    StrictYaml.read("channels", yaml, new TypeReference<LinkedHashMap<String, ChannelConfig>>() {}));
            return this;
        }

        Builder flow(String yaml) {
            return file("flows/flow" + yaml.hashCode() + ".yaml", yaml);
        }

        Builder file(String name, String text) {
            try {
                Path file = dir.resolve(name);
                Files.createDirectories(file.getParent());
                Files.writeString(file, text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return this;
        }

        Builder application(String name, Object application) {
            applications.put(name, application);
            return this;
        }

        Builder dataSource(String name, DataSourceConfig config) {
            sources.put(name, config);
            return this;
        }

        /** What messages may use of the heap before they are paged to disk. */
        Builder memory(ByteSize size) {
            BrokerConfig any = brokerConfig;
            brokerConfig =
                    new BrokerConfig(any.core(), any.amqp(), any.journal(), size, any.diskFull(), any.maxMessage());
            return this;
        }

        /** At an Artemis that it does not start. */
        Builder at(ArtemisServer server) {
            brokerConfig =
                    BrokerConfig.external(server.url(), ArtemisServer.USER, ArtemisServer.PASSWORD, ArtemisServer.ROLE);
            return this;
        }

        /** Tracking lives in this data source, and not in a database of its own. */
        Builder trackingIn(String dataSource) {
            trackingIn = dataSource;
            return this;
        }

        Builder tracing(TracingConfig config) {
            tracing = config;
            return this;
        }

        RunningEngine build() {
            return new RunningEngine(this);
        }

        RunningEngine start() {
            RunningEngine running = build();
            running.start();
            return running;
        }
    }

    void start() {
        startWithoutWork();
        engine.startApplications();
        engine.startEntrances();
    }

    /** Broker, database and routes, but nothing takes messages yet. */
    void startWithoutWork() {
        tracking = TrackingStore.open(trackingConfig(), Clock.systemUTC());
        sources = DataSources.open(sourceConfigs, channelConfigs, dir.resolve("databases"), dir, NODE);
        tracking.dataSource().flatMap(sources::find).ifPresent(BusinessDatabase::trackHere);
        broker = new Broker(brokerConfig, channelConfigs, sources, users, dir.resolve("data"), Clock.systemUTC());
        broker.start();
        broker.openChannels();
        engine = new FlowEngine(
                broker.channels(),
                tracking,
                new Workload(
                        FlowFiles.read(dir.resolve("flows")),
                        applications,
                        AppFolders.in(dir.resolve("apps")),
                        RouteFiles.read(dir.resolve("routes"))),
                new EngineFiles(dir.resolve("dead-letters"), dir.resolve("pauses.json"), dir.resolve("kept-apps")),
                tracing,
                NODE,
                Clock.systemUTC());
        engine.deploy();
    }

    private TrackingConfig trackingConfig() {
        if (trackingIn == null) {
            return TrackingConfig.embedded(dir.resolve("tracking"));
        }
        DataSourceConfig shared = sourceConfigs.get(trackingIn);
        TrackingConfig config = new TrackingConfig(null, null, null, null, null, trackingIn);
        return shared.url() == null
                ? config.withUrl(BusinessDatabase.embeddedUrl(dir.resolve("databases"), trackingIn), "sa", "")
                : config.withUrl(shared.url(), shared.user(), shared.password());
    }

    FlowEngine engine() {
        return engine;
    }

    Broker broker() {
        return broker;
    }

    Channels channels() {
        return broker.channels();
    }

    TrackingStore tracking() {
        return tracking;
    }

    Journeys journeys() {
        return tracking.journeys();
    }

    /** An ordinary JMS client over TCP. */
    JMSContext connect() {
        return factory().createContext(USER, brokerConfig.isEmbedded() ? PASSWORD : ArtemisServer.PASSWORD);
    }

    /** The administrator. */
    JMSContext connectAdmin() {
        return factory().createContext("admin", PASSWORD);
    }

    private ConnectionFactory factory() {
        return factory(
                "org.apache.activemq.artemis.jndi.ActiveMQInitialContextFactory",
                (brokerConfig.isEmbedded() ? "tcp://127.0.0.1:" + broker.corePort() : brokerConfig.url())
                        + "?reconnectAttempts=0");
    }

    /** An ordinary AMQP client over TCP. */
    JMSContext connectAmqp() {
        return factory("org.apache.qpid.jms.jndi.JmsInitialContextFactory", "amqp://127.0.0.1:" + broker.amqpPort())
                .createContext(USER, PASSWORD);
    }

    private static ConnectionFactory factory(String jndiProvider, String url) {
        try {
            Hashtable<String, String> environment = new Hashtable<>(Map.of(
                    Context.INITIAL_CONTEXT_FACTORY,
                    jndiProvider,
                    "connectionFactory.renkei",
                    url,
                    "connectionfactory.renkei",
                    url));
            return (ConnectionFactory) new InitialContext(environment).lookup("renkei");
        } catch (NamingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What lies in a channel, as an administrator sees it. */
    List<Message> browse(String channel) {
        try (JMSContext admin = connectAdmin();
                QueueBrowser browser = admin.createBrowser(admin.createQueue(channel))) {
            return Collections.list(browserMessages(browser));
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static Enumeration<Message> browserMessages(QueueBrowser browser) throws JMSException {
        return browser.getEnumeration();
    }

    String user() {
        return USER;
    }

    String password() {
        return PASSWORD;
    }

    /** The one journey with this correlation id, when it has ended. */
    Journey ended(String correlationId) {
        return await().atMost(PATIENCE)
                .until(
                        () -> find(correlationId),
                        journey -> journey != null && journey.state().isTerminal());
    }

    Journey find(String correlationId) {
        List<Journey> found = journeys()
                .search(JourneyQuery.builder().correlationId(correlationId).build());
        if (found.size() > 1) {
            throw new AssertionError("more than one journey of " + correlationId + ": " + found);
        }
        return found.isEmpty() ? null : found.get(0);
    }

    List<StepEvent> steps(String correlationId) {
        return journeys().steps(ended(correlationId).job());
    }

    void awaitCount(JourneyState state, long count) {
        await().atMost(PATIENCE).until(() -> journeys().countByState(null).getOrDefault(state, 0L) == count);
    }

    @Override
    public void close() {
        stop();
    }

    void stop() {
        if (engine != null) {
            engine.stopEntrances(Duration.ofSeconds(5));
            engine.stopApplications(Duration.ofSeconds(5));
            engine.awaitTracking(Duration.ofSeconds(5));
            engine.close();
            broker.stop();
            sources.close();
            tracking.close();
            engine = null;
        }
    }
}
