package org.renkei.broker.external;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQQueueExistsException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.Channels;
import org.renkei.broker.config.ConfigException;

/**
 * Makes the queues of channels at a broker, or checks those that are there: address and queue have the channel's name, as in the
 * embedded broker (A8). A queue that is there is never changed or removed; the settings of its address are.
 */
final class QueueSetup {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NEVER = -1;

    private final Map<String, ChannelConfig> channels = new ConcurrentSkipListMap<>();

    /** @param channels all that are declared at the start, the system's own too */
    QueueSetup(Map<String, ChannelConfig> channels) {
        this.channels.putAll(channels);
    }

    /** From now on one of them. */
    void add(String name, ChannelConfig config) {
        channels.put(name, config);
    }

    /** Not one of them any more; its queue stays where it was made. */
    void remove(String name) {
        channels.remove(name);
    }

    boolean knows(String name) {
        return channels.containsKey(name);
    }

    /**
     * @return the volatile channels whose queues were not there: what they held is gone, if there was anything
     * @throws ConfigException if a queue is there that is not what its channel needs
     * @throws Exception if the broker cannot be asked, or refuses
     */
    Set<String> prepare(Management management) throws Exception {
        Set<String> madeInMemory = new LinkedHashSet<>();
        for (Map.Entry<String, ChannelConfig> channel : channels.entrySet()) {
            boolean made = prepare(management, channel.getKey(), channel.getValue());
            if (made && channel.getValue().kind() == ChannelKind.VOLATILE) {
                madeInMemory.add(channel.getKey());
            }
        }
        return madeInMemory;
    }

    /**
     * The same for one channel.
     *
     * @return true if its queue was not there
     */
    boolean prepare(Management management, String name, ChannelConfig config) throws Exception {
        settle(management, name, config);
        return make(management, name, config.kind());
    }

    /** Written only if they differ: it is a write to the broker's journal. */
    private static void settle(Management management, String name, ChannelConfig config) throws Exception {
        ObjectNode wanted = settings(name, config);
        JsonNode known = management.json("getAddressSettingsAsJSON", name);
        boolean same = wanted.properties().stream()
                .allMatch(setting -> setting.getValue()
                        .asText()
                        .equals(known.path(setting.getKey()).asText(null)));
        if (!same) {
            management.call("addAddressSettings", name, JSON.writeValueAsString(wanted));
        }
    }

    /**
     * What must not depend on the defaults of whoever runs the broker: nothing is dead-lettered by it, or dropped, or makes senders hang;
     * what expires is accounted for; and in a cluster, messages go where receivers are. Only those of a database channel stay: Renkei
     * takes them at every broker, and knows them again by the number that they have there.
     */
    private static ObjectNode settings(String name, ChannelConfig config) {
        ObjectNode settings = JSON.createObjectNode()
                .put("maxDeliveryAttempts", -1)
                .put("redeliveryDelay", 0)
                .put("redistributionDelay", config.kind() == ChannelKind.DATABASE ? NEVER : 0)
                .put("addressFullMessagePolicy", "PAGE")
                .put("autoDeleteQueues", false)
                .put("autoDeleteAddresses", false);
        if (!name.startsWith(Channels.INTERNAL_PREFIX)) {
            settings.put("expiryAddress", Channels.EXPIRED);
        }
        return settings.put(
                "expiryDelay",
                config.lifetime() == null ? -1 : config.lifetime().toMillis());
    }

    /** @return true if it was not there */
    private static boolean make(Management management, String name, ChannelKind kind) throws ActiveMQException {
        boolean durable = kind != ChannelKind.VOLATILE;
        ClientSession.QueueQuery known = management.queue(name);
        if (!known.isExists()) {
            try {
                management.make(QueueConfiguration.of(name)
                        .setAddress(name)
                        .setRoutingType(RoutingType.ANYCAST)
                        .setDurable(durable)
                        .setAutoDelete(false));
                return true;
            } catch (ActiveMQQueueExistsException e) {
                // Another process was faster.
                known = management.queue(name);
            }
        }
        check(known, name, durable);
        return false;
    }

    private static void check(ClientSession.QueueQuery known, String name, boolean durable) {
        require(name, known.isDurable() == durable, durable ? "must be durable" : "must not be durable");
        require(name, known.getRoutingType() == RoutingType.ANYCAST, "must be anycast");
        require(name, name.equals(String.valueOf(known.getAddress())), "must be on the address " + name);
        require(name, known.getFilterString() == null, "must have no filter");
        require(name, !known.isTemporary(), "must not be temporary");
        require(name, !known.isLastValue(), "must not be a last-value queue");
    }

    private static void require(String name, boolean holds, String what) {
        if (!holds) {
            throw new ConfigException(
                    name,
                    "has a queue at the broker that cannot be its own, which " + what
                            + ": remove that queue at the broker, or declare a channel of another name");
        }
    }
}
