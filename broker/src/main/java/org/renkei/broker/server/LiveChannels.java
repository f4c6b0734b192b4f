package org.renkei.broker.server;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.renkei.broker.channel.Channel;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.ChannelSession;
import org.renkei.broker.channel.Channels;
import org.renkei.broker.channel.DepthListener;
import org.renkei.broker.channel.LiveChannel;
import org.renkei.broker.config.Nearest;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.broker.inhand.InHand;
import org.renkei.broker.inhand.InHandNotes;
import org.renkei.broker.session.BrokerConnections;
import org.renkei.broker.session.Destinations;
import org.renkei.broker.session.StandaloneSender;
import org.renkei.broker.session.WireMessage;
import org.renkei.broker.session.WorkerSession;
import org.renkei.broker.table.BusinessDatabase;
import org.renkei.broker.table.TableQueue;
import org.renkei.broker.table.TableSession;
import org.renkei.broker.table.TableTargets;

/** The channels of one running broker. Thread-safe. */
final class LiveChannels implements Channels, Destinations, TableTargets {

    private static final int TRACKING_AT_ONCE = 500;
    private static final int STILL_PERIODS = 10;

    private final BrokerQueues queues;
    private final Map<String, LiveChannel> internal;
    private final List<DepthListener> listeners = new CopyOnWriteArrayList<>();
    private final BrokerConnections connections;
    private final StandaloneSender sender;
    private final InHandNotes notes;
    private final DatabaseParts databases;
    private final Clock clock;
    private volatile Map<String, LiveChannel> declared;
    private volatile Map<String, LiveChannel> all;

    LiveChannels(
            BrokerQueues queues,
            Map<String, LiveChannel> declared,
            Map<String, LiveChannel> internal,
            BrokerConnections connections,
            InHandNotes notes,
            DatabaseParts databases,
            Clock clock) {
        this.queues = queues;
        this.internal = internal;
        use(declared);
        this.connections = connections;
        this.sender = new StandaloneSender(connections, clock);
        this.notes = notes;
        this.databases = databases;
        this.clock = clock;
    }

    private void use(Map<String, LiveChannel> channels) {
        Map<String, LiveChannel> together = new LinkedHashMap<>(channels);
        together.putAll(internal);
        declared = channels;
        all = together;
    }

    /** Adds one that was declared while the broker runs. @return all that are declared now */
    synchronized Map<String, LiveChannel> add(LiveChannel channel) {
        Map<String, LiveChannel> channels = new LinkedHashMap<>(declared);
        channels.put(channel.name(), channel);
        listeners.forEach(channel::listen);
        use(channels);
        return channels;
    }

    @Override
    public LiveChannel channel(String name) {
        LiveChannel channel = all.get(name);
        if (channel == null) {
            throw new RenkeiException(
                    ErrorCode.CHANNEL_UNKNOWN,
                    "there is no channel " + name
                            + Nearest.to(String.valueOf(name), declared.keySet())
                                    .map(near -> "; did you mean " + near + "?")
                                    .orElse("; declare it in etc/channels.yaml"));
        }
        return channel;
    }

    @Override
    public boolean exists(String name) {
        return all.containsKey(name);
    }

    @Override
    public List<Channel> all() {
        return new ArrayList<>(all.values());
    }

    @Override
    public ChannelSession open(String receivesFrom) {
        LiveChannel channel = channel(receivesFrom);
        BusinessDatabase database = TableQueue.databaseOf(channel);
        return database == null
                ? new WorkerSession(channel, null, connections, this, notes, clock)
                : tableSession(receivesFrom, channel, database, channel.config().batch());
    }

    @Override
    public ChannelSession open(String receivesFrom, String filter) {
        LiveChannel channel = channel(receivesFrom);
        if (TableQueue.databaseOf(channel) != null) {
            throw new UnsupportedOperationException("a database channel has no filters");
        }
        return new WorkerSession(channel, filter, connections, this, notes, clock);
    }

    @Override
    public boolean receiversMayComeLater(String channel) {
        return isTable(channel) || queues.holdsMemory();
    }

    @Override
    public Optional<ChannelSession> openTrackingTable() {
        return databases
                .trackingDatabase()
                .map(database ->
                        tableSession(BusinessDatabase.trackingLine(), channel(TRACKING), database, TRACKING_AT_ONCE));
    }

    private TableSession tableSession(String line, LiveChannel channel, BusinessDatabase database, int greatestClaim) {
        return new TableSession(
                line, channel, database, this, new InHand(channel, databases.notesOf(database)), greatestClaim);
    }

    @Override
    public synchronized void listen(DepthListener listener) {
        listeners.add(listener);
        all.values().forEach(channel -> channel.listen(listener));
    }

    @Override
    public long onTheirWay() {
        return databases.onTheirWay();
    }

    @Override
    public Map<String, DataSource> dataSources() {
        return databases.dataSources();
    }

    @Override
    public boolean holdsMemory() {
        return queues.holdsMemory();
    }

    @Override
    public void onMemoryLost(Runnable listener) {
        queues.onMemoryLost(listener);
    }

    @Override
    public Optional<String> answers(Consumer<ChannelMessage> each) {
        return queues.answers(each);
    }

    @Override
    public void sendToMemory(LiveChannel channel, ChannelMessage message) {
        sender.pass(channel, message);
    }

    @Override
    public boolean isThere(String replyTo) {
        return queueExists(WireMessage.queueOf(replyTo));
    }

    @Override
    public boolean isTable(String name) {
        LiveChannel channel = all.get(name);
        return channel != null && TableQueue.databaseOf(channel) != null;
    }

    @Override
    public void send(String channel, ChannelMessage message) {
        sender.send(channel(channel), message);
    }

    @Override
    public boolean sendOnce(String channel, ChannelMessage message) {
        return sender.sendOnce(channel(channel), message);
    }

    @Override
    public boolean isReplyAllowed(String replyTo) {
        String queue = WireMessage.queueOf(replyTo);
        if (queue.startsWith(INTERNAL_PREFIX)) {
            return queue.equals(RESULTS);
        }
        if (declared.containsKey(queue)) {
            return true;
        }
        if (queue.isBlank() || queue.startsWith("activemq.") || queue.startsWith("$") || queue.contains("::")) {
            return false;
        }
        return queues.exists(queue) ? queues.isTemporary(queue) : WireMessage.isTemporary(replyTo);
    }

    @Override
    public boolean queueExists(String name) {
        return all.containsKey(name) || queues.exists(name);
    }

    void openDeclared() {
        declared.values().stream()
                .filter(channel -> channel.config().autostart())
                .forEach(LiveChannel::start);
    }

    /** Those that stand still are looked at in one of ten periods: of thousands, most do. */
    void sample(int period) {
        Instant now = clock.instant();
        int turn = period;
        for (LiveChannel channel : all.values()) {
            if (!channel.isStill() || turn % STILL_PERIODS == 0) {
                channel.sample(now);
            }
            turn++;
        }
    }
}
