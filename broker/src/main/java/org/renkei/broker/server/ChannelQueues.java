package org.renkei.broker.server;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.postoffice.Binding;
import org.apache.activemq.artemis.core.postoffice.QueueBinding;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.impl.AddressInfo;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.Channels;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.table.BusinessDatabase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the queue of each channel: address and queue have the channel's name, and stay (A8). */
final class ChannelQueues {

    static final List<String> INTERNAL = List.of(Channels.TRACKING, Channels.EXPIRED, Channels.DEAD, Channels.RESULTS);

    /**
     * What the queue of a database channel takes: triggers, and copies of lent rows. Neither what programs send, which is in the table,
     * nor a copy that the broker moves because its validity ended or its consumer rejected it, whose row the {@link Lender} moves.
     */
    private static final SimpleString OF_TABLE = SimpleString.of(TableTriggers.FILTER + " OR (" + LentCopy.PROPERTY
            + " IS NOT NULL AND " + Message.HDR_ORIGINAL_QUEUE + " IS NULL)");

    private static final Logger log = LoggerFactory.getLogger(ChannelQueues.class);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    private final ActiveMQServer server;

    ChannelQueues(ActiveMQServer server) {
        this.server = server;
    }

    /** @throws ConfigException if a channel cannot have this name */
    static void checkNames(Set<String> names) {
        for (String name : names) {
            if (!NAME.matcher(name).matches()) {
                throw new ConfigException(
                        name, "is not a channel name: letters, digits, dot, dash and underscore, up to 128");
            }
            if (name.startsWith(Channels.INTERNAL_PREFIX) || name.startsWith("activemq.")) {
                throw new ConfigException(name, "is a name of the system's own: choose another");
            }
        }
    }

    /** Of a channel of the system's own. */
    static ChannelConfig internalConfig() {
        return new ChannelConfig(
                ChannelKind.PERSISTENT,
                true,
                ChannelConfig.GREATEST_MAX,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** The queue of this channel, made if it is not there. Paused if it was there. */
    Queue declare(String name, ChannelKind kind) throws Exception {
        boolean durable = kind == ChannelKind.PERSISTENT;
        SimpleString filter = kind == ChannelKind.DATABASE ? OF_TABLE : null;
        Queue known = server.locateQueue(SimpleString.of(name));
        if (known != null && (known.isDurable() != durable || !Objects.equals(filterOf(known), filter))) {
            known = removeIfEmpty(known, kind);
        }
        if (known != null) {
            return known;
        }
        server.addOrUpdateAddressInfo(new AddressInfo(SimpleString.of(name), RoutingType.ANYCAST));
        return server.createQueue(QueueConfiguration.of(name)
                .setAddress(name)
                .setRoutingType(RoutingType.ANYCAST)
                .setDurable(durable)
                .setFilterString(filter)
                .setAutoDelete(false)
                .setAutoCreateAddress(false)
                .setMaxConsumers(Queue.MAX_CONSUMERS_UNLIMITED)
                .setPurgeOnNoConsumers(false));
    }

    private static SimpleString filterOf(Queue queue) {
        return queue.getFilter() == null ? null : queue.getFilter().getFilterString();
    }

    /** What the journal holds and no file declares any more is kept, and said. */
    void reportUndeclared(Map<String, ChannelConfig> declared) {
        server.getPostOffice()
                .getAllBindings()
                .filter(QueueBinding.class::isInstance)
                .map(Binding::getBindable)
                .map(Queue.class::cast)
                .filter(queue -> queue.isDurable() && !queue.isInternalQueue())
                .filter(queue -> !declared.containsKey(queue.getName().toString()))
                .filter(queue -> !INTERNAL.contains(queue.getName().toString()))
                .filter(queue -> queue.getMessageCount() > 0)
                .forEach(queue -> log.atWarn()
                        .addKeyValue("channel", queue.getName())
                        .addKeyValue("messages", queue.getMessageCount())
                        .log("not declared any more but holds messages; they are kept: declare it again to run them"));
    }

    /** The same of what a database holds. */
    static void reportUndeclared(BusinessDatabase database, Map<String, ChannelConfig> declared) {
        database.depths().forEach((channel, messages) -> {
            ChannelConfig config = declared.get(channel);
            if (messages > 0 && (config == null || !database.name().equals(config.dataSource()))) {
                log.atWarn()
                        .addKeyValue("channel", channel)
                        .addKeyValue("database", database)
                        .addKeyValue("messages", messages)
                        .log("not declared any more as a channel of this database, which holds messages of it; they are"
                                + " kept: declare it again to run them");
            }
        });
    }

    private Queue removeIfEmpty(Queue queue, ChannelKind wanted) throws Exception {
        long messages = queue.getMessageCount();
        if (messages > 0) {
            throw new ConfigException(
                    queue.getName() + ".kind",
                    "cannot become " + wanted.name().toLowerCase(Locale.ROOT) + " while it holds " + messages
                            + " messages: run it empty first, or declare a channel of another name");
        }
        server.destroyQueue(queue.getName());
        return null;
    }
}
