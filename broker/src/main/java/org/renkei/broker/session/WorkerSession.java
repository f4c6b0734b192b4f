package org.renkei.broker.session;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.ActiveMQInterruptedException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.ChannelSession;
import org.renkei.broker.channel.LiveChannel;
import org.renkei.broker.channel.Priority;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.broker.inhand.InHand;
import org.renkei.broker.inhand.InHandNotes;
import org.renkei.broker.table.Crossing;
import org.renkei.broker.table.TableQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One worker's transaction, over one transacted session of the broker with one receiver. */
public final class WorkerSession implements ChannelSession {

    private static final Logger log = LoggerFactory.getLogger(WorkerSession.class);

    private final LiveChannel receivesFrom;
    private final boolean selects;
    private final Destinations destinations;
    private final Clock clock;
    private final BrokerSession session;
    private final BrokerMember member;
    private final Seal seal;
    private final InHand inHand;

    /** Received and neither acknowledged nor handed out: it begins the next transaction. */
    private Arrival keptApart;

    /** Of a session that selects: received last, and taken unless it is skipped. */
    private Arrival chosen;

    private final Crossing crossing;
    private String receivedKey;
    private final Map<String, Integer> crossed = new HashMap<>();
    private boolean open;
    private boolean closed;

    /** Its consumer, while the channel is stopped. */
    private boolean closedForNow;

    /** @param filter selects what it receives; null for all */
    public WorkerSession(
            LiveChannel receivesFrom,
            String filter,
            BrokerConnections connections,
            Destinations destinations,
            InHandNotes notes,
            Clock clock) {
        this.receivesFrom = receivesFrom;
        this.selects = filter != null;
        this.destinations = destinations;
        this.clock = clock;
        this.crossing = new Crossing(clock);
        this.seal = connections.seal();
        this.session = connections.worker(receivesFrom, filter, clock);
        this.member = session.member();
        try {
            this.inHand = new InHand(receivesFrom, notes);
        } catch (RuntimeException e) {
            closeQuietly();
            throw e;
        }
    }

    @Override
    public ChannelMessage receive(Duration wait, int most) {
        try {
            takeChosen();
            if (!receivesFrom.serves()) {
                return awaitServing(wait) ? receiveNow() : null;
            }
            boolean now = keptApart != null || wait.toMillis() <= 0;
            return now ? receiveNow() : received(session.receive(wait));
        } catch (ActiveMQException e) {
            throw BrokerConnections.lost(e);
        } catch (InterruptedException | ActiveMQInterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private boolean awaitServing(Duration wait) throws ActiveMQException, InterruptedException {
        if (!receivesFrom.queue().pauses() && !open) {
            // What is in its buffer is for others, who may share the broker with this process.
            session.closeReceiver();
            closedForNow = true;
        }
        if (!receivesFrom.awaitServing(wait)) {
            return false;
        }
        if (closedForNow) {
            session.openReceiver();
            closedForNow = false;
        }
        return true;
    }

    @Override
    public ChannelMessage receiveNow() {
        // To ask the broker whether there is one costs a round trip: ask only if it could say yes.
        boolean none = keptApart == null && session.nothingFetched() && !receivesFrom.mayHaveMore();
        if (!receivesFrom.serves() || none) {
            return received(null);
        }
        try {
            takeChosen();
            Arrival next = keptApart == null ? session.receiveNow() : keptApart;
            keptApart = next != null && inHand.keepsApart(member.numberOf(next.number())) ? next : null;
            return received(keptApart == null ? next : null);
        } catch (ActiveMQException e) {
            throw BrokerConnections.lost(e);
        } catch (InterruptedException | ActiveMQInterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    @Override
    public void skip() {
        chosen = null;
    }

    @Override
    public void send(String channel, ChannelMessage message) {
        LiveChannel target = destinations.channel(channel);
        if (TableQueue.databaseOf(target) != null) {
            open = true;
            crossing.add(target, message, receivedKey == null ? null : onceKey(channel));
            return;
        }
        Priority priority = target.config().priority() == null
                ? message.priority()
                : target.config().priority();
        boolean durable = target.config().kind() != ChannelKind.VOLATILE;
        send(SimpleString.of(channel), message, durable, priority);
    }

    @Override
    public boolean reply(String replyTo, ChannelMessage message) {
        String queue = WireMessage.queueOf(replyTo);
        // A send to a queue that is gone would fail the whole transaction at its commit.
        if (!destinations.queueExists(queue) || !isReached(queue)) {
            return false;
        }
        if (destinations.isTable(queue)) {
            send(queue, message);
            return true;
        }
        boolean durable = !WireMessage.isTemporary(replyTo);
        send(SimpleString.of(queue), message, durable, message.priority());
        return true;
    }

    private boolean isReached(String queue) {
        try {
            return session.reaches(queue);
        } catch (ActiveMQException e) {
            throw BrokerConnections.lost(e);
        }
    }

    @Override
    public void enter() {
        inHand.begin();
    }

    @Override
    public void commit() {
        if (!open) {
            requireUsable();
            return;
        }
        try {
            takeChosen();
            // First the databases, then the broker: what the broker delivers again stores nothing again.
            crossing.store();
            session.commit();
        } catch (RenkeiException e) {
            throw afterFailedCrossing(e);
        } catch (ActiveMQException | RuntimeException e) {
            throw afterFailedCommit(e);
        }
        inHand.committed();
        open = false;
    }

    @Override
    public void rollback() {
        if (!open) {
            return;
        }
        try {
            session.rollback();
        } catch (ActiveMQException e) {
            throw BrokerConnections.lost(e);
        } finally {
            keptApart = null;
            chosen = null;
            crossing.clear();
            inHand.givenBack();
            open = false;
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            closeQuietly();
            inHand.close();
        }
    }

    /** A message that is handled once more sends the same: its own key, where to, and a number name what it sends. */
    private String onceKey(String channel) {
        return receivedKey + "/" + channel + "/" + crossed.merge(channel, 1, Integer::sum);
    }

    private ChannelMessage received(Arrival arrival) {
        if (arrival == null) {
            requireUsable();
            return null;
        }
        open = true;
        int crashes =
                inHand.add(member.numberOf(arrival.number()), arrival.message().isDurable());
        try {
            if (selects) {
                chosen = arrival;
            } else {
                session.acknowledge(arrival);
            }
        } catch (ActiveMQException e) {
            throw BrokerConnections.lost(e);
        }
        String numbered = member.id() + ":" + arrival.number();
        ChannelMessage received = seal.check(WireMessage.received(arrival, numbered, crashes, clock.instant()));
        // Where brokers hand messages on to each other, only the id that Renkei has given it stays the same.
        receivedKey = member.isAlone() || !Seal.isOwn(received) ? numbered : received.id();
        crossed.clear();
        return received;
    }

    private void takeChosen() throws ActiveMQException {
        if (chosen != null) {
            session.acknowledgeOnly(chosen);
            chosen = null;
        }
    }

    private void send(SimpleString address, ChannelMessage message, boolean durable, Priority priority) {
        open = true;
        try {
            session.send(address, seal.put(message), durable, priority);
        } catch (ActiveMQException e) {
            throw BrokerConnections.lost(e);
        }
    }

    private RenkeiException afterFailedCrossing(RenkeiException failure) {
        rollback();
        return failure;
    }

    private RenkeiException afterFailedCommit(Exception failure) {
        keptApart = null;
        chosen = null;
        inHand.givenBack();
        open = false;
        if (session.isClosed() || isLost(failure)) {
            return BrokerConnections.lost(failure);
        }
        try {
            session.rollback();
        } catch (ActiveMQException e) {
            return BrokerConnections.lost(e);
        }
        return new RenkeiException(
                ErrorCode.COMMIT_FAILED,
                "a commit on channel " + receivesFrom.name() + " was undone: " + failure.getMessage(),
                failure);
    }

    private static boolean isLost(Exception failure) {
        return failure instanceof ActiveMQException broker
                && (broker.getType() == ActiveMQExceptionType.NOT_CONNECTED
                        || broker.getType() == ActiveMQExceptionType.OBJECT_CLOSED
                        || broker.getType() == ActiveMQExceptionType.UNBLOCKED
                        || broker.getType() == ActiveMQExceptionType.DISCONNECTED
                        || broker.getType() == ActiveMQExceptionType.CONNECTION_TIMEDOUT);
    }

    private void requireUsable() {
        if (!session.isReceiverOpen() && !closedForNow || session.isClosed()) {
            throw new RenkeiException(
                    ErrorCode.BROKER_LOST, "the session on channel " + receivesFrom.name() + " is closed");
        }
    }

    private void closeQuietly() {
        try {
            session.close();
        } catch (ActiveMQException | RuntimeException e) {
            log.atDebug()
                    .addKeyValue("channel", receivesFrom.name())
                    .setCause(e)
                    .log("session not closed");
        }
    }
}
