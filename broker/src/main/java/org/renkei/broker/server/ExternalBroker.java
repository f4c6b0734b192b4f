package org.renkei.broker.server;

import jakarta.jms.ConnectionFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.ChannelQueue;
import org.renkei.broker.channel.LiveChannel;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.broker.external.ExternalBrokers;
import org.renkei.broker.external.ExternalQueues;
import org.renkei.broker.external.SendGate;
import org.renkei.broker.inhand.InHandNotes;
import org.renkei.broker.limits.HandBlocks;
import org.renkei.broker.table.DataSources;
import org.renkei.broker.table.TableQueue;
import org.renkei.database.RepeatedWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An Artemis that Renkei does not run, one broker or a cluster, in use from the start to the stop of this process. Other processes may use
 * the same one, with the same channels.
 */
final class ExternalBroker implements RunningBroker {

    private static final Logger log = LoggerFactory.getLogger(ExternalBroker.class);
    private static final Duration PERIOD = Duration.ofMillis(100);

    private final BrokerConfig config;
    private final String node;
    private final Path dataDir;
    private final Clock clock;
    private final Closing closing = new Closing();
    private final Set<String> served = ConcurrentHashMap.newKeySet();

    /** Those that may be shut to programs. */
    private final Map<String, LiveChannel> live = new ConcurrentHashMap<>();

    private HandBlocks blocks;
    private InHandNotes notes;
    private DatabaseParts databases;
    private ExternalBrokers brokers;
    private ExternalQueues queues;
    private LiveChannels channels;
    private long found;

    private ExternalBroker(BrokerConfig config, String node, Path dataDir, Clock clock) {
        this.config = config;
        this.node = node;
        this.dataDir = dataDir;
        this.clock = clock;
    }

    static ExternalBroker start(
            BrokerConfig config,
            Map<String, ChannelConfig> channels,
            DataSources sources,
            String node,
            Path dataDir,
            Clock clock) {
        ExternalBroker broker = new ExternalBroker(config, node, dataDir, clock);
        try {
            broker.start(channels, sources);
            return broker;
        } catch (RenkeiException e) {
            broker.stop();
            throw e;
        } catch (Exception e) {
            broker.stop();
            throw new RenkeiException(
                    ErrorCode.BROKER_START, "the broker at broker.url cannot be used: " + e.getMessage(), e);
        }
    }

    private void start(Map<String, ChannelConfig> declared, DataSources sources) throws Exception {
        closing.add("data lock", DataLock.take(dataDir));
        blocks = HandBlocks.load(dataDir.resolve("broker-switches.json"));
        notes = InHandNotes.open(dataDir.resolve("in-hand"));
        databases = new DatabaseParts(sources, dataDir);
        brokers = new ExternalBrokers(config.url(), config.user(), config.password());
        closing.add("connections to " + brokers, brokers.connections());

        Map<String, ChannelConfig> all = new LinkedHashMap<>(declared);
        ChannelQueues.INTERNAL.forEach(name -> all.put(name, ChannelQueues.internalConfig()));
        SendGate gate = new SendGate(config.role(), node, live.keySet(), this::isShut, this::staysShut, this::isTable);
        queues = new ExternalQueues(brokers, all, gate);
        Map<String, LiveChannel> ofUsers = new LinkedHashMap<>();
        declared.forEach((name, channel) -> ofUsers.put(name, live(name, channel)));
        live.putAll(ofUsers);
        Map<String, LiveChannel> internal = new LinkedHashMap<>();
        ChannelQueues.INTERNAL.forEach(name -> internal.put(name, live(name, all.get(name))));
        closing.add("watch of " + brokers, queues);
        queues.start();
        internal.values().forEach(LiveChannel::start);

        closing.add("database keepers", databases::stopKeeping);
        databases.startKeeping();
        Found kept = Found.in(ofUsers.values());
        found = kept.all();
        kept.forgetNotes(notes, databases);
        databases.reportUndeclared(declared);
        QueuesElsewhere elsewhere = new QueuesElsewhere(brokers, queues, clock);
        closing.add("answers", elsewhere);
        channels = new LiveChannels(elsewhere, ofUsers, internal, brokers.connections(), notes, databases, clock);
        closing.add("relays", databases::stopRelaying);
        databases.startRelaying(brokers.connections(), channels, clock);
        closing.add("intakes", databases::stopIntakes);
        databases.startIntakes(ofUsers.values(), brokers, queues, clock);
        startSampling(elsewhere);
        log.atInfo()
                .addKeyValue("brokers", brokers)
                .addKeyValue("channels", live.size())
                .addKeyValue("found", found)
                .addKeyValue("inHand", notes.foundAtStart())
                .log("broker in use");
    }

    private LiveChannel live(String name, ChannelConfig channel) {
        ChannelQueue queue = queues.queue(name, config.user(), clock);
        ChannelQueue lies = channel.kind() == ChannelKind.DATABASE
                ? TableQueue.behind(queue, name, databases.database(channel.dataSource()))
                : queue;
        return new LiveChannel(name, channel, lies, blocks, clock);
    }

    private void startSampling(QueuesElsewhere elsewhere) {
        RepeatedWork sampling = new RepeatedWork("renkei-channel-sampler", new Runnable() {
            private int period;

            @Override
            public void run() {
                channels.sample(period++ & Integer.MAX_VALUE);
                elsewhere.keep();
            }
        });
        closing.add("channel sampler", sampling);
        sampling.start(Duration.ZERO, PERIOD);
    }

    /** One that was never open in this process may be so in another: that it is stopped here shuts it to nobody. */
    private boolean isShut(String name) {
        LiveChannel channel = live.get(name);
        if (channel.serves()) {
            served.add(name);
        }
        return served.contains(name) && channel.refusal().filter(this::shuts).isPresent();
    }

    /** What programs send waits in the queue while a database is away. */
    private boolean shuts(RenkeiException refusal) {
        return refusal.code() != ErrorCode.DATABASE_AWAY;
    }

    private boolean isTable(String name) {
        return live.get(name).config().kind() == ChannelKind.DATABASE;
    }

    private boolean staysShut(String name) {
        return served.contains(name) && (blocks.reason(name) != null || blocks.flow(name) != null);
    }

    @Override
    public void declare(String name, ChannelConfig channel) {
        queues.make(name, channel);
        LiveChannel made = live(name, channel);
        channels.add(made);
        live.put(name, made);
    }

    @Override
    public LiveChannels channels() {
        return channels;
    }

    @Override
    public Recovery recovery() {
        return new Recovery(
                found, notes.foundAtStart() + databases.inHandAtStart(), notes.redelivered() + databases.redelivered());
    }

    @Override
    public Optional<String> problem() {
        return brokers.problem().or(databases::problem);
    }

    @Override
    public long connections() {
        return queues.connectionsOfOthers(config.user());
    }

    @Override
    public int corePort() {
        return 0;
    }

    @Override
    public int amqpPort() {
        return 0;
    }

    @Override
    public ConnectionFactory local() {
        throw notHere();
    }

    @Override
    public ConnectionFactory local(String user, String password) {
        throw notHere();
    }

    private static UnsupportedOperationException notHere() {
        return new UnsupportedOperationException("the broker does not run in this process");
    }

    @Override
    public void stop() {
        closing.close();
    }
}
