package org.renkei.broker.server;

import jakarta.jms.ConnectionFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.renkei.broker.access.Users;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.Channels;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.broker.table.DataSources;

/**
 * The broker in use: the embedded one, or one that others run ({@link BrokerConfig#url()}). What follows is promised of the embedded one;
 * of another, as far as it keeps what it has acknowledged.
 *
 * <p>Started and stopped once. Nothing accepted by a persistent channel is lost over a stop, a crash or
 * {@code kill -9}; after a crash a message may be delivered again. Start and stop must not run at the same time; everything
 * else is thread-safe.
 *
 * <p>If the disk hangs for two minutes the broker stops itself and {@link #problem()} says so; sessions then throw
 * {@code BROKER_LOST}. If the disk is nearly full, senders are refused and receivers go on.
 */
public final class Broker {

    private final BrokerConfig config;
    private final Map<String, ChannelConfig> channels;
    private final DataSources sources;
    private final Users users;
    private final Path dataDir;
    private final Clock clock;
    private final String node;
    private volatile RunningBroker running;

    /** Without database channels. */
    public Broker(BrokerConfig config, Map<String, ChannelConfig> channels, Users users, Path dataDir, Clock clock) {
        this(config, channels, DataSources.none(), users, dataDir, clock);
    }

    /**
     * @param channels by name, in the order of their declaration
     * @param sources open, with every data source that a channel names; closed by the caller, after the broker's stop
     * @param dataDir where journal, pages and notes are kept; made if it is not there
     * @throws org.renkei.broker.config.ConfigException if a channel has a name it cannot have
     */
    public Broker(
            BrokerConfig config,
            Map<String, ChannelConfig> channels,
            DataSources sources,
            Users users,
            Path dataDir,
            Clock clock) {
        this(config, channels, sources, users, "renkei", dataDir, clock);
    }

    /** @param node the name of this process among those that share a broker which others run */
    public Broker(
            BrokerConfig config,
            Map<String, ChannelConfig> channels,
            DataSources sources,
            Users users,
            String node,
            Path dataDir,
            Clock clock) {
        ChannelQueues.checkNames(channels.keySet());
        this.config = config;
        this.sources = sources;
        this.channels = Collections.unmodifiableMap(new LinkedHashMap<>(channels));
        this.users = users;
        this.node = node;
        this.dataDir = dataDir;
        this.clock = clock;
    }

    /**
     * Loads the journal and listens. Every declared channel is STOPPED until {@link #openChannels()}.
     *
     * @throws RenkeiException {@code BROKER_START} with what to do; nothing is left running
     */
    public void start() {
        if (running != null) {
            throw new IllegalStateException("started already");
        }
        running = config.isEmbedded()
                ? EmbeddedBroker.start(config, channels, sources, users, dataDir, clock)
                : ExternalBroker.start(config, channels, sources, node, dataDir, clock);
    }

    /** Starts the channels that are declared with autostart. */
    public void openChannels() {
        running().channels().openDeclared();
    }

    public Channels channels() {
        return running().channels();
    }

    /**
     * Makes a channel while the broker runs, and opens it if it is declared with autostart. Volatile and persistent ones
     * only.
     *
     * @throws org.renkei.broker.config.ConfigException if it cannot have this name, is there already, or must wait for the next start
     * @throws RenkeiException {@code BROKER_LOST} if a broker that others run does not answer
     */
    public synchronized void declare(String name, ChannelConfig config) {
        ChannelQueues.checkNames(Set.of(name));
        if (running().channels().exists(name)) {
            throw new ConfigException(name, "is there already");
        }
        if (config.kind() == ChannelKind.DATABASE) {
            throw new ConfigException(name, "is new and of kind database: it is made at the next start");
        }
        running().declare(name, config);
        if (config.autostart()) {
            running().channels().channel(name).start();
        }
    }

    /** Stops within half a minute, whatever the disk does. No effect if it does not run. */
    public void stop() {
        RunningBroker stopping = running;
        running = null;
        if (stopping != null) {
            stopping.stop();
        }
    }

    /** The port on which Core clients connect now; 0 of a broker that others run. */
    public int corePort() {
        return running().corePort();
    }

    /** The port on which AMQP clients connect now; 0 of a broker that others run. */
    public int amqpPort() {
        return running().amqpPort();
    }

    /** How many connections programs have; Renkei's own are not counted. Walks over every session: not for each second. */
    public long connections() {
        return running().connections();
    }

    /** What keeps the broker from its work: not started, journal failed, hung, disk full; empty if nothing does. */
    public Optional<String> problem() {
        RunningBroker now = running;
        return now == null ? Optional.of("the broker is not started") : now.problem();
    }

    /** What the start found, and what became of it. */
    public Recovery recovery() {
        return running().recovery();
    }

    /** Connections within this process as Renkei itself, of the embedded broker only: no channel refuses them. For measurements. */
    public ConnectionFactory local() {
        return running().local();
    }

    /** Connections within this process, of the embedded broker only, as any program has them. For measurements. */
    public ConnectionFactory local(String user, String password) {
        return running().local(user, password);
    }

    /** For faults that a test puts into it. */
    ActiveMQServer artemis() {
        return ((EmbeddedBroker) running()).artemis();
    }

    private RunningBroker running() {
        RunningBroker now = running;
        if (now == null) {
            throw new RenkeiException(ErrorCode.BROKER_LOST, "the broker is not started");
        }
        return now;
    }
}
