package org.renkei.broker.channel;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** The channels of a running broker. Thread-safe. */
public interface Channels {
    /** The internal queue that carries tracking events. */
    String TRACKING = "renkei.tracking";

    /** Where messages whose lifetime has ended are moved, to be accounted for. */
    String EXPIRED = "renkei.expired";

    /** The dead letters of flows that name no other channel. */
    String DEAD = "renkei.dead";

    /** Results whose receiver was gone, to be fetched by correlation id until their validity ends. */
    String RESULTS = "renkei.results";

    /** Names with this prefix are the system's own: no other program sends there, and no file declares them. */
    String INTERNAL_PREFIX = "renkei.";

    /** @throws org.renkei.broker.error.RenkeiException {@code CHANNEL_UNKNOWN}, with the nearest name that exists */
    Channel channel(String name);

    boolean exists(String name);

    /** The declared channels, in the order of their declaration; then the internal ones. */
    List<Channel> all();

    /**
     * A new transacted session that receives from one channel and sends to any.
     *
     * @param receivesFrom a channel's name
     */
    ChannelSession open(String receivesFrom);

    /**
     * A session that receives only what a filter selects, in its order, and may {@link ChannelSession#skip} it. Not for
     * database channels.
     *
     * @param filter a JMS selector over properties; {@code AMQTimestamp} and {@code AMQUserID} are the message's time and id
     */
    ChannelSession open(String receivesFrom, String filter);

    /**
     * True if it is early enough to open another session when there is work for it. False where a broker that others run hands a receiver
     * more than it has begun with, or may be one of several, each of which needs receivers.
     */
    boolean receiversMayComeLater(String channel);

    /** A session that receives tracking events from the database in which tracking lives too; empty if there is no such database. */
    Optional<ChannelSession> openTrackingTable();

    /** Tells of every channel's limits from now on, and at once of those that are passed already. One listener takes the place of another. */
    void listen(DepthListener listener);

    /** Messages in databases that are on their way to channels elsewhere, tracking events among them. */
    long onTheirWay();

    /**
     * True if volatile channels are in the memory of this process, and end with it. False if they are in that of a broker which others
     * run: then what they hold is still there for the next process, and for others that share the broker.
     */
    default boolean holdsMemory() {
        return true;
    }

    /**
     * Calls this whenever a broker that others run has come back without what volatile channels held; at once, if that was found before.
     * One listener takes the place of another. Never called if {@link #holdsMemory()}.
     */
    default void onMemoryLost(Runnable listener) {}

    /**
     * Where other processes that share the broker can send results to this one; each that comes is shown, on a thread of its own. It is
     * of use as a {@code replyTo}, for as long as this process runs. Empty if no other process shares the broker.
     */
    default Optional<String> answers(Consumer<ChannelMessage> each) {
        return Optional.empty();
    }

    /** For applications: the data source of this name, see {@code BusinessDatabase}. */
    Map<String, DataSource> dataSources();

    /**
     * Sends on its own, not within a transaction. When it returns, a message to a persistent channel is on disk.
     *
     * @throws org.renkei.broker.error.RenkeiException as {@link Channel#refusal()} says, if the channel refuses
     */
    void send(String channel, ChannelMessage message);

    /**
     * The same of a message with a duplicate id ({@code _AMQ_DUPL_ID}), which the channel takes once: a database channel knows the ids of
     * seven days, any other one its last 20,000.
     *
     * @return false if it knows the id; nothing was sent then
     * @throws org.renkei.broker.error.RenkeiException as {@link #send}
     */
    boolean sendOnce(String channel, ChannelMessage message);

    /** True if a producer may name this as its {@code replyTo}: a temporary queue, a declared channel, or {@link #RESULTS}. */
    boolean isReplyAllowed(String replyTo);
}
