package org.renkei.broker.session;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQInterruptedException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.core.client.impl.ClientConsumerInternal;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.Channels;
import org.renkei.broker.channel.LiveChannel;
import org.renkei.broker.error.Causes;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.broker.table.Crossing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what programs have sent to a database channel out of its queue at one broker, and stores it in the table: the database is committed
 * first and the broker second, and each row has a key that names its message, so that what the broker delivers again is not stored again.
 * For one thread.
 */
final class IntakeSession implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(IntakeSession.class);
    private static final int WINDOW = 1 << 20;
    private static final long MOST_BYTES = 8L << 20;

    private final LiveChannel channel;
    private final BrokerMember member;
    private final Seal seal;
    private final Clock clock;
    private final Crossing crossing;
    private final ClientSession session;
    private final ClientConsumer consumer;
    private int inHand;

    /** Received last. */
    private ChannelMessage last;

    IntakeSession(LiveChannel channel, BrokerMember member, BrokerConnections connections, Clock clock) {
        this.channel = channel;
        this.member = member;
        this.seal = connections.seal();
        this.clock = clock;
        this.crossing = new Crossing(clock);
        this.session = connections.transacted("intake-" + channel.config().dataSource(), member);
        try {
            this.consumer = session.createConsumer(SimpleString.of(channel.name()), null, WINDOW, -1, false);
            session.start();
        } catch (ActiveMQException e) {
            close();
            throw BrokerConnections.lost(e);
        }
    }

    /**
     * Carries what is there, and waits for the first of it.
     *
     * @return how many messages; 0 if none came in time
     * @throws RenkeiException {@code BROKER_LOST}, or as {@link Crossing#store()} does: then they are still in hand, to be given back or set
     *     apart; if they were stored all the same, they come again and are not stored again
     */
    int carry(Duration wait, int most) {
        try {
            inHand = 0;
            receive(wait, most);
            if (inHand > 0) {
                store();
                session.commit();
            }
            return inHand;
        } catch (ActiveMQException e) {
            throw BrokerConnections.lost(e);
        } catch (ActiveMQInterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        } finally {
            crossing.clear();
        }
    }

    /** How many messages the last {@link #carry} had, whether it could store them or not. */
    int inHand() {
        return inHand;
    }

    private void store() {
        try {
            crossing.store();
        } catch (RenkeiException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new RenkeiException(ErrorCode.DATABASE_REFUSED, "a message cannot be stored: " + e, e);
        }
    }

    private void receive(Duration wait, int most) throws ActiveMQException {
        long bytes = 0;
        ClientMessage next = consumer.receive(wait.toMillis());
        while (next != null) {
            bytes += add(next);
            boolean more = inHand < most && bytes < MOST_BYTES && isMoreHere();
            next = more ? consumer.receiveImmediate() : null;
        }
        if (inHand == 0 && (consumer.isClosed() || session.isClosed())) {
            throw new RenkeiException(ErrorCode.BROKER_LOST, "the session on channel " + channel.name() + " is closed");
        }
    }

    /** To ask the broker would cost a round trip. */
    private boolean isMoreHere() {
        return ((ClientConsumerInternal) consumer).getBufferSize() > 0;
    }

    private long add(ClientMessage wire) throws ActiveMQException {
        wire.acknowledge();
        inHand++;
        String key = member.id() + ":" + wire.getMessageID();
        last = seal.check(WireMessage.firstReceived(wire, key, clock.instant()));
        String sendersId = WireMessage.onceId(wire);
        crossing.add(channel, last, sendersId == null ? key : Crossing.sendersKey(channel, sendersId));
        return last.body().size();
    }

    /**
     * Gives back what could not be stored.
     *
     * @throws RenkeiException {@code BROKER_LOST}
     */
    void giveBack() {
        try {
            session.rollback();
        } catch (ActiveMQException e) {
            throw BrokerConnections.lost(e);
        }
    }

    /**
     * Makes a dead letter of the one message in hand, which the database does not take.
     *
     * @throws RenkeiException {@code BROKER_LOST}: nothing happened
     */
    void setApart(RenkeiException reason) {
        Map<String, Object> properties = new HashMap<>(last.properties());
        properties.remove(WireMessage.DUPLICATE_ID);
        String cause = "database " + channel.config().dataSource() + " does not take it: " + Causes.rootOf(reason);
        properties.put("renkei_error", reason.code() + " " + Causes.cut(cause));
        properties.put("renkei_origin", channel.name());
        ChannelMessage letter = seal.put(last.withProperties(properties).withExpiresAt(null));
        try (ClientProducer dead = session.createProducer(Channels.DEAD)) {
            dead.send(WireMessage.toSend(session, letter, true, letter.priority(), clock));
            session.commit();
        } catch (ActiveMQException e) {
            throw BrokerConnections.lost(e);
        }
        log.atWarn()
                .addKeyValue("channel", channel.name())
                .addKeyValue("cause", Causes.cut(cause))
                .log("a message is dead-lettered");
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (ActiveMQException | RuntimeException e) {
            log.atDebug().addKeyValue("channel", channel.name()).setCause(e).log("session not closed");
        }
    }
}
