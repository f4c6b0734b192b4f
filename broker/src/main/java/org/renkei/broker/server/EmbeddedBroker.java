package org.renkei.broker.server;

import jakarta.jms.ConnectionFactory;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMConnectorFactory;
import org.apache.activemq.artemis.core.remoting.impl.invm.TransportConstants;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.renkei.broker.access.Users;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.LiveChannel;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.broker.inhand.InHandNotes;
import org.renkei.broker.limits.HandBlocks;
import org.renkei.broker.session.BrokerConnections;
import org.renkei.broker.session.BrokerMember;
import org.renkei.broker.table.DataSources;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The broker that Renkei runs itself, in this process, from its start to its stop. */
final class EmbeddedBroker implements RunningBroker {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final AtomicInteger IN_VM_IDS = new AtomicInteger();

    private final BrokerConfig config;
    private final Path dataDir;
    private final DiskSpace disk;
    private final Clock clock;
    private final int inVmId = IN_VM_IDS.incrementAndGet();
    private final InternalUser internalUser = InternalUser.random();
    private final AtomicReference<String> failure = new AtomicReference<>();
    private final Closing closing = new Closing();
    private ActiveMQServer server;
    private ConnectedClients clients;
    private LiveChannels channels;
    private NetworkListeners listeners;
    private InHandNotes notes;
    private DatabaseParts databases;
    private ChannelMaker maker;
    private BrokerSecurity security;
    private Door door;
    private long found;

    private EmbeddedBroker(BrokerConfig config, Path dataDir, Clock clock) {
        this.config = config;
        this.dataDir = dataDir;
        this.disk = new DiskSpace(dataDir, config.diskFull());
        this.clock = clock;
    }

    static EmbeddedBroker start(
            BrokerConfig config,
            Map<String, ChannelConfig> channels,
            DataSources sources,
            Users users,
            Path dataDir,
            Clock clock) {
        EmbeddedBroker broker = new EmbeddedBroker(config, dataDir, clock);
        try {
            broker.start(channels, sources, users);
            return broker;
        } catch (RenkeiException e) {
            broker.stop();
            throw e;
        } catch (Exception e) {
            // A failed start leaves threads that keep the process alive for ever.
            broker.stop();
            throw new RenkeiException(
                    ErrorCode.BROKER_START, "the broker cannot start on " + dataDir + ": " + e.getMessage(), e);
        }
    }

    ActiveMQServer artemis() {
        return server;
    }

    @Override
    public LiveChannels channels() {
        return channels;
    }

    @Override
    public long connections() {
        return clients.connections();
    }

    @Override
    public int corePort() {
        return listeners.corePort();
    }

    @Override
    public int amqpPort() {
        return listeners.amqpPort();
    }

    @Override
    public Recovery recovery() {
        return new Recovery(
                found, notes.foundAtStart() + databases.inHandAtStart(), notes.redelivered() + databases.redelivered());
    }

    @Override
    public Optional<String> problem() {
        if (failure.get() != null) {
            return Optional.of(failure.get());
        }
        if (!server.isActive()) {
            return Optional.of("the broker has stopped by itself; see its log");
        }
        return disk.isFull() ? Optional.of(disk + ": senders are refused") : Optional.empty();
    }

    @Override
    public ConnectionFactory local() {
        return local(internalUser.name(), internalUser.password());
    }

    @Override
    public ConnectionFactory local(String user, String password) {
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(false, inVmConnector());
        factory.setUser(user);
        factory.setPassword(password);
        return factory;
    }

    @Override
    public void stop() {
        closing.close();
    }

    private void start(Map<String, ChannelConfig> declared, DataSources sources, Users users) throws Exception {
        closing.add("data lock", DataLock.take(dataDir));
        disk.look();
        HandBlocks blocks = HandBlocks.load(dataDir.resolve("broker-switches.json"));
        notes = InHandNotes.open(dataDir.resolve("in-hand"));
        databases = new DatabaseParts(sources, dataDir);
        security = new BrokerSecurity(users, internalUser);
        door = new Door(
                internalUser.name(), disk, config.maxMessage(), part -> fail("the broker hangs in " + part), clock);
        LendingDesk desk = new LendingDesk(internalUser.name(), clock);
        startArtemis(declared, security, door, desk);

        clients = new ConnectedClients(server, internalUser.name());
        ProducerCounts producers = new ProducerCounts(server);
        ChannelQueues queues = new ChannelQueues(server);
        maker = new ChannelMaker(queues, databases, blocks, producers, clients, clock);
        Map<String, LiveChannel> live = new LinkedHashMap<>();
        for (Map.Entry<String, ChannelConfig> channel : declared.entrySet()) {
            live.put(channel.getKey(), maker.make(channel.getKey(), channel.getValue()));
        }
        Map<String, LiveChannel> internal = new LinkedHashMap<>();
        for (String name : ChannelQueues.INTERNAL) {
            internal.put(name, maker.make(name, ChannelQueues.internalConfig()));
            internal.get(name).start();
        }
        queues.reportUndeclared(declared);
        closing.add("database keepers", databases::stopKeeping);
        databases.startKeeping();
        databases.reportUndeclared(declared);
        Found kept = Found.in(live.values());
        found = kept.all();
        kept.forgetNotes(notes, databases);

        BrokerConnections connections = new BrokerConnections(
                BrokerMember.inThisProcess(inVmConnector(), server), internalUser.name(), internalUser.password());
        closing.add("own connections", connections);
        BrokerQueues all = new EmbeddedQueues(server);
        channels = new LiveChannels(all, live, internal, connections, notes, databases, clock);
        closing.add("relays", databases::stopRelaying);
        databases.startRelaying(connections, channels, clock);
        databases.startTriggers(server, declared, connections);
        closing.add("lenders", databases::stopLending);
        desk.open(databases.lenders(server, live.values()));
        closing.add("channel sampler", new ChannelSampler(channels, producers, disk));
        security.use(new AccessRules(live.keySet(), all::isTemporary));
        door.guard(live);
        listeners = NetworkListeners.open(server, config);
        log.atInfo()
                .addKeyValue("core", listeners.corePort())
                .addKeyValue("amqp", listeners.amqpPort())
                .addKeyValue("channels", live.size())
                .addKeyValue("found", found)
                .addKeyValue("inHand", notes.foundAtStart())
                .log("broker started");
    }

    private void startArtemis(Map<String, ChannelConfig> declared, BrokerSecurity security, Door door, LendingDesk desk)
            throws Exception {
        server = new ActiveMQServerImpl(
                ArtemisConfiguration.of(config, declared, dataDir.resolve("broker"), inVmId),
                ManagementFactory.getPlatformMBeanServer(),
                security);
        closing.add("broker", server::stop);
        AtomicReference<Exception> notActivated = new AtomicReference<>();
        server.registerActivationFailureListener(notActivated::set);
        server.registerIOCriticalErrorListener((cause, message, file) -> fail("the journal failed: " + message));
        server.registerBrokerPlugin(door);
        server.registerBrokerPlugin(desk);
        server.getServiceRegistry().addIncomingInterceptor(new CoreGuard(door.unanswered()));
        server.start();
        if (notActivated.get() != null) {
            throw notActivated.get();
        }
        if (!server.isActive()) {
            throw new IllegalStateException("it did not become active; see its log");
        }
    }

    @Override
    public void declare(String name, ChannelConfig config) {
        try {
            server.getAddressSettingsRepository().addMatch(name, ArtemisConfiguration.settings(name, config));
            Map<String, LiveChannel> declared = channels.add(maker.make(name, config));
            security.use(new AccessRules(declared.keySet(), new EmbeddedQueues(server)::isTemporary));
            door.guard(declared);
        } catch (RenkeiException e) {
            throw e;
        } catch (Exception e) {
            throw new RenkeiException(
                    ErrorCode.BROKER_START, "channel " + name + " cannot be made: " + e.getMessage(), e);
        }
    }

    private TransportConfiguration inVmConnector() {
        return new TransportConfiguration(
                InVMConnectorFactory.class.getName(), Map.of(TransportConstants.SERVER_ID_PROP_NAME, inVmId));
    }

    private void fail(String problem) {
        if (failure.compareAndSet(null, problem)) {
            log.atError().addKeyValue("problem", problem).log("broker failed");
        }
    }
}
