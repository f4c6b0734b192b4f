package org.renkei.broker.session;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.Channels;
import org.renkei.broker.channel.LiveChannel;
import org.renkei.broker.channel.Priority;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.broker.table.BusinessDatabase;
import org.renkei.broker.table.Crossing;
import org.renkei.broker.table.RelayLine;
import org.renkei.broker.table.StoredRow;
import org.renkei.broker.table.TableQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores relayed rows in the broker, in one transaction for all, and in other databases, in one for each. For one thread. */
final class RelayCarrier implements RelayLine.Carrier {

    private static final Logger log = LoggerFactory.getLogger(RelayCarrier.class);

    private final BusinessDatabase from;
    private final BrokerConnections connections;
    private final Destinations destinations;
    private final Clock clock;
    private final SteadyMember steady;
    private MemberSession session;
    private ClientProducer producer;

    RelayCarrier(
            BusinessDatabase from,
            BrokerConnections connections,
            SteadyMember steady,
            Destinations destinations,
            Clock clock) {
        this.from = from;
        this.connections = connections;
        this.steady = steady;
        this.destinations = destinations;
        this.clock = clock;
    }

    @Override
    public List<StoredRow> carry(List<StoredRow> rows) {
        List<StoredRow> carried = new ArrayList<>(rows.size());
        Map<BusinessDatabase, List<StoredRow>> toDatabases = new LinkedHashMap<>();
        for (StoredRow row : rows) {
            LiveChannel target = channelOf(row);
            BusinessDatabase database = target == null ? null : TableQueue.databaseOf(target);
            if (database != null) {
                toDatabases
                        .computeIfAbsent(database, other -> new ArrayList<>())
                        .add(row);
            } else {
                carried.add(row);
            }
        }
        if (!carried.isEmpty()) {
            carryToBroker(carried);
        }
        toDatabases.forEach((database, ofThisOne) -> {
            if (isCarriedTo(database, ofThisOne)) {
                carried.addAll(ofThisOne);
            }
        });
        return carried;
    }

    /** One that is away holds up what goes to it, and nothing else. */
    private boolean isCarriedTo(BusinessDatabase database, List<StoredRow> rows) {
        Crossing crossing = new Crossing(clock);
        rows.forEach(
                row -> crossing.add(channelOf(row), row.message(), row.message().key()));
        try {
            crossing.store();
            return true;
        } catch (RenkeiException e) {
            if (e.code() != ErrorCode.DATABASE_AWAY) {
                throw e;
            }
            log.atDebug().addKeyValue("database", database).log("relay waits for it");
            return false;
        }
    }

    private void carryToBroker(List<StoredRow> rows) {
        try {
            connect();
            for (StoredRow row : rows) {
                send(session, producer, row);
            }
            session.session().commit();
        } catch (ActiveMQException e) {
            BrokerMember member = session.member();
            disconnect();
            carryOneByOne(rows, member, e);
        }
    }

    /** One that came twice makes a whole transaction fail; alone it is dropped without a word. */
    private void carryOneByOne(List<StoredRow> rows, BrokerMember member, ActiveMQException reason) {
        log.atDebug().addKeyValue("database", from).setCause(reason).log("relay goes on one by one");
        try (ClientSession single = steady.autoCommit(member);
                ClientProducer alone = single.createProducer()) {
            for (StoredRow row : rows) {
                send(new MemberSession(single, member), alone, row);
            }
        } catch (ActiveMQException e) {
            throw BrokerConnections.lost(e);
        }
    }

    private void send(MemberSession in, ClientProducer with, StoredRow row) throws ActiveMQException {
        LiveChannel target = channelOf(row);
        String queue = target == null ? WireMessage.queueOf(row.relayTo()) : target.name();
        ChannelMessage message = row.message();
        if (target == null && !(destinations.queueExists(queue) && in.reaches(queue))) {
            boolean reply = row.relayTo().contains("://");
            queue = reply ? Channels.RESULTS : Channels.DEAD;
            message = reply ? message : withError(message, row.relayTo());
        }
        boolean temporary = target == null && WireMessage.isTemporary(row.relayTo()) && !queue.equals(Channels.RESULTS);
        boolean durable = !temporary && (target == null || target.config().kind() != ChannelKind.VOLATILE);
        Priority priority = target == null || target.config().priority() == null
                ? message.priority()
                : target.config().priority();
        ChannelMessage once = durable && !queue.equals(Channels.TRACKING) ? withDuplicateId(message) : message;
        with.send(
                SimpleString.of(queue),
                WireMessage.toSend(in.session(), connections.seal().put(once), durable, priority, clock));
    }

    /** Null for a reply to a queue that is no channel, and for a channel that is no longer declared. */
    private LiveChannel channelOf(StoredRow row) {
        String name = WireMessage.queueOf(row.relayTo());
        try {
            return destinations.channel(name);
        } catch (RenkeiException e) {
            return null;
        }
    }

    private static ChannelMessage withDuplicateId(ChannelMessage message) {
        Map<String, Object> properties = new HashMap<>(message.properties());
        properties.put(WireMessage.DUPLICATE_ID, message.key());
        return message.withProperties(properties);
    }

    private static ChannelMessage withError(ChannelMessage message, String channel) {
        log.atWarn()
                .addKeyValue("channel", channel)
                .log("not declared any more: what was on its way there is dead-lettered");
        Map<String, Object> properties = new HashMap<>(message.properties());
        properties.put(
                "renkei_error", ErrorCode.CHANNEL_UNKNOWN + " channel " + channel + " was not declared when this came");
        properties.put("renkei_origin", channel);
        return message.withProperties(properties);
    }

    private void connect() throws ActiveMQException {
        if (session == null || session.session().isClosed()) {
            session = steady.transacted("relay-" + from);
            producer = session.session().createProducer();
        }
        steady.sends();
    }

    void disconnect() {
        if (session != null) {
            session.closeQuietly();
            session = null;
        }
    }
}
