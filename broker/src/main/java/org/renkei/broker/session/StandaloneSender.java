package org.renkei.broker.session;

import java.time.Clock;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.LiveChannel;
import org.renkei.broker.channel.Priority;
import org.renkei.broker.table.Crossing;
import org.renkei.broker.table.TableQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends messages that belong to no transaction, over a few sessions that callers share. When a send returns, a message to a
 * persistent channel is on disk. Thread-safe; callers beyond the number of sessions wait their turn.
 */
public final class StandaloneSender {

    private static final Logger log = LoggerFactory.getLogger(StandaloneSender.class);
    private static final int SESSIONS = 8;

    private final BrokerConnections connections;
    private final Clock clock;
    private final Semaphore turns = new Semaphore(SESSIONS);
    private final ConcurrentLinkedQueue<Line> idle = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Line> idleTransacted = new ConcurrentLinkedQueue<>();

    private record Line(ClientSession session, ClientProducer producer) {}

    public StandaloneSender(BrokerConnections connections, Clock clock) {
        this.connections = connections;
        this.clock = clock;
    }

    /** @throws org.renkei.broker.error.RenkeiException as {@link LiveChannel#refusal()} says, or {@code BROKER_LOST} */
    public void send(LiveChannel channel, ChannelMessage message) {
        admitAndSend(channel, () -> {
            sendAdmitted(channel, message);
            return true;
        });
    }

    /**
     * The same of a message with a duplicate id.
     *
     * @return false if the channel knows the id; nothing was sent then
     */
    public boolean sendOnce(LiveChannel channel, ChannelMessage message) {
        return admitAndSend(
                channel,
                () -> TableQueue.databaseOf(channel) == null
                        ? sendOnceToBroker(channel, message)
                        : crossing(channel, message).store() > 0);
    }

    /** @param send whether it was sent */
    private boolean admitAndSend(LiveChannel channel, BooleanSupplier send) {
        turns.acquireUninterruptibly();
        try {
            channel.admit();
            boolean sent = false;
            try {
                sent = send.getAsBoolean();
                return sent;
            } finally {
                if (sent) {
                    channel.settle(1);
                } else {
                    channel.release(1);
                }
            }
        } finally {
            turns.release();
        }
    }

    /** Sends to a channel of the broker as a flow does that has done its work: full or not. */
    public void pass(LiveChannel channel, ChannelMessage message) {
        turns.acquireUninterruptibly();
        try {
            sendAdmitted(channel, message);
        } finally {
            turns.release();
        }
    }

    private void sendAdmitted(LiveChannel channel, ChannelMessage message) {
        if (TableQueue.databaseOf(channel) == null) {
            sendToBroker(channel, message);
        } else {
            crossing(channel, message).store();
        }
    }

    private Crossing crossing(LiveChannel channel, ChannelMessage message) {
        Crossing crossing = new Crossing(clock);
        crossing.add(channel, message, null);
        return crossing;
    }

    private void sendToBroker(LiveChannel channel, ChannelMessage message) {
        Line line = line(idle, connections::autoCommit);
        boolean usable = false;
        try {
            send(line, channel, message);
            usable = true;
        } catch (ActiveMQException e) {
            throw BrokerConnections.lost(e);
        } finally {
            giveBack(line, idle, usable);
        }
    }

    /** Only a commit tells that the broker has dropped what it knows. */
    private boolean sendOnceToBroker(LiveChannel channel, ChannelMessage message) {
        Line line = line(idleTransacted, connections::transactedForSending);
        boolean sent = false;
        try {
            send(line, channel, message);
            line.session.commit();
            sent = true;
        } catch (ActiveMQException e) {
            if (e.getType() != ActiveMQExceptionType.DUPLICATE_ID_REJECTED) {
                throw BrokerConnections.lost(e);
            }
        } finally {
            giveBack(line, idleTransacted, sent);
        }
        return sent;
    }

    private void send(Line line, LiveChannel channel, ChannelMessage message) throws ActiveMQException {
        boolean durable = channel.config().kind() != ChannelKind.VOLATILE;
        Priority own = channel.config().priority();
        line.producer.send(
                channel.name(),
                WireMessage.toSend(
                        line.session,
                        connections.seal().put(message),
                        durable,
                        own == null ? message.priority() : own,
                        clock));
    }

    private static void giveBack(Line line, ConcurrentLinkedQueue<Line> lines, boolean usable) {
        if (usable) {
            lines.add(line);
        } else {
            closeQuietly(line.session);
        }
    }

    private static Line line(ConcurrentLinkedQueue<Line> lines, Supplier<ClientSession> another) {
        Line known = lines.poll();
        if (known != null && !known.session.isClosed()) {
            return known;
        }
        ClientSession session = another.get();
        try {
            return new Line(session, session.createProducer());
        } catch (ActiveMQException e) {
            closeQuietly(session);
            throw BrokerConnections.lost(e);
        }
    }

    private static void closeQuietly(ClientSession session) {
        try {
            session.close();
        } catch (ActiveMQException | RuntimeException e) {
            log.atDebug().setCause(e).log("session not closed");
        }
    }
}
