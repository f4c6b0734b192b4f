package org.renkei.broker.session;

import java.time.Clock;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.apache.activemq.artemis.api.core.ActiveMQException;
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

    private record Line(ClientSession session, ClientProducer producer) {}

    public StandaloneSender(BrokerConnections connections, Clock clock) {
        this.connections = connections;
        this.clock = clock;
    }

    /** @throws org.renkei.broker.error.RenkeiException as {@link LiveChannel#refusal()} says, or {@code BROKER_LOST} */
    public void send(LiveChannel channel, ChannelMessage message) {
        turns.acquireUninterruptibly();
        try {
            channel.admit();
            boolean sent = false;
            try {
                sendAdmitted(channel, message);
                sent = true;
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
            Crossing crossing = new Crossing(clock);
            crossing.add(channel, message, null);
            crossing.store();
        }
    }

    private void sendToBroker(LiveChannel channel, ChannelMessage message) {
        Line line = line();
        boolean usable = false;
        try {
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
            usable = true;
        } catch (ActiveMQException e) {
            throw BrokerConnections.lost(e);
        } finally {
            if (usable) {
                idle.add(line);
            } else {
                closeQuietly(line.session);
            }
        }
    }

    private Line line() {
        Line known = idle.poll();
        if (known != null && !known.session.isClosed()) {
            return known;
        }
        ClientSession session = connections.autoCommit();
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
