package org.renkei.broker.session;

import java.time.Clock;
import java.time.Duration;
import org.apache.activemq.artemis.api.core.ActiveMQConnectionTimedOutException;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQInternalErrorException;
import org.apache.activemq.artemis.api.core.ActiveMQNotConnectedException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.persistence.CoreMessageObjectPools;
import org.apache.activemq.artemis.core.persistence.OperationContext;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.impl.ServerConsumerImpl;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.LiveChannel;
import org.renkei.broker.channel.Priority;
import org.renkei.database.Shelter;

/**
 * Right inside the broker of this process: what the protocols of Artemis do with what comes over the wire, done by the worker's own
 * thread. Nothing is encoded, and no other thread has to wake up, for a message to come and go.
 *
 * <p>The broker writes files on the thread that calls it, and an interrupt would close them and end the broker: each call runs within
 * {@link Shelter}.
 */
final class InnerSession implements BrokerSession {

    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(30);
    private static final long NONE = -1;

    /** What was fetched ahead is to be handled within this time. */
    private static final long AHEAD_NANOS = Duration.ofMillis(50).toNanos();

    private final BrokerMember member;
    private final ActiveMQServer server;
    private final StorageManager storage;
    private final OperationContext context;
    private final LiveChannel channel;
    private final SimpleString filter;
    private final Clock clock;
    private final Fetched fetched;
    private final CoreMessageObjectPools names = new CoreMessageObjectPools();
    private final ServerSession session;
    private ServerConsumerImpl consumer;
    private long consumers;
    private long asked;
    private long takenAt = System.nanoTime();

    /** What it handled last took long. */
    private boolean slow;

    /** The last one of those that the transaction is to take. */
    private long toAcknowledge = NONE;

    /** @param filter selects what it receives; null for all */
    InnerSession(BrokerConnections connections, LiveChannel channel, SimpleString filter, Clock clock)
            throws ActiveMQException {
        this.member = connections.members().get(0);
        this.server = member.server();
        int batch = channel.config().batch();
        this.storage = server.getStorageManager();
        this.context = server.newOperationContext();
        this.channel = channel;
        this.filter = filter;
        this.clock = clock;
        this.fetched = new Fetched(batch == 1 ? 0 : 2 * batch);
        this.session = call(() -> connections.openInside(channel.name(), fetched, context));
        try {
            openReceiver();
            within(session::start);
        } catch (ActiveMQException | RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public void openReceiver() throws ActiveMQException {
        SimpleString queue = SimpleString.of(channel.name());
        consumer = (ServerConsumerImpl)
                call(() -> session.createConsumer(++consumers, queue, filter, 0, false, false, -1));
    }

    @Override
    public void closeReceiver() throws ActiveMQException {
        within(() -> consumer.close(false));
        fetched.clear();
        fetched.forgetGroups();
    }

    /** A queue that pages looks for more only when it is asked, so that at the end it is if it has any. */
    @Override
    public Arrival receive(Duration wait) throws ActiveMQException, InterruptedException {
        if (slow) {
            leaveToOthers();
        }
        if (fetched.isEmpty()) {
            ask();
        }
        Arrival next = taken(fetched.poll(wait));
        boolean none = next == null && consumer.getQueue().getMessageCount() == 0;
        if (!none && (next == null || isExpired(next))) {
            next = receiveNow();
        }
        if (next == null) {
            rest();
        }
        return next;
    }

    /** What it would only hold: nothing is in hand now. */
    private void leaveToOthers() throws ActiveMQException {
        slow = false;
        fetched.fetchNoneAhead();
        if (!fetched.isEmpty()) {
            rollback();
        }
    }

    /** It claims nothing while nothing comes: neither messages before it can handle them, nor groups, which others then may have. */
    private void rest() throws ActiveMQException {
        fetched.fetchNoneAhead();
        if (fetched.hasGroups()) {
            closeReceiver();
            openReceiver();
        }
    }

    @Override
    public Arrival receiveNow() throws ActiveMQException, InterruptedException {
        Arrival next = nextNow();
        while (next != null && isExpired(next)) {
            next = nextNow();
        }
        return next;
    }

    private Arrival nextNow() throws ActiveMQException, InterruptedException {
        Arrival here = taken(fetched.poll(Duration.ZERO));
        if (here != null) {
            return here;
        }
        fetched.fetchMoreAhead(AHEAD_NANOS / Math.max(1, sinceTaken()));
        fetched.ask();
        long end = ++asked;
        within(() -> consumer.forceDelivery(end, () -> fetched.end(end)));
        Arrival next = taken(fetched.pollUntil(end, LONGEST_ANSWER));
        fetched.askNoMore();
        return next;
    }

    private void ask() throws ActiveMQException {
        fetched.ask();
        if (fetched.waitsToBeAsked()) {
            within(consumer::readyForWriting);
        }
    }

    private Arrival taken(Arrival arrival) throws ActiveMQException {
        if (fetched.hasRoomAgain()) {
            within(consumer::readyForWriting);
        }
        if (arrival != null) {
            takenAt = System.nanoTime();
        }
        return arrival;
    }

    private long sinceTaken() {
        return System.nanoTime() - takenAt;
    }

    /** Then the broker has it moved to where expired messages go. */
    private boolean isExpired(Arrival arrival) throws ActiveMQException {
        if (arrival.message().isExpired()) {
            within(() -> session.expire(consumer.getID(), arrival.number()));
            return true;
        }
        return false;
    }

    @Override
    public boolean nothingFetched() {
        return fetched.isEmpty();
    }

    @Override
    public void acknowledge(Arrival arrival) {
        toAcknowledge = arrival.number();
    }

    @Override
    public void acknowledgeOnly(Arrival arrival) throws ActiveMQException {
        within(() -> session.individualAcknowledge(consumer.getID(), arrival.number()));
    }

    /** A send that fails fails the transaction, as over the wire: at its commit. */
    @Override
    public void send(SimpleString address, ChannelMessage message, boolean durable, Priority priority)
            throws ActiveMQException {
        CoreMessage wire = WireMessage.toHand(message, durable, priority, clock, names);
        wire.setAddress(address);
        within(() -> {
            try {
                session.send(Stored.of(wire, storage), false, null);
            } catch (ActiveMQException | RuntimeException e) {
                session.markTXFailed(e);
            }
        });
    }

    /** This broker is alone. */
    @Override
    public boolean reaches(String queue) {
        return true;
    }

    @Override
    public BrokerMember member() {
        return member;
    }

    @Override
    public void commit() throws ActiveMQException {
        slow = sinceTaken() > AHEAD_NANOS;
        within(() -> {
            acknowledgeAll();
            session.commit();
            awaitDisk();
        });
    }

    @Override
    public void rollback() throws ActiveMQException {
        within(() -> {
            acknowledgeAll();
            session.stop();
            fetched.clear();
            session.rollback(false);
            awaitDisk();
            session.start();
        });
    }

    private void acknowledgeAll() throws Exception {
        if (toAcknowledge != NONE) {
            long last = toAcknowledge;
            toAcknowledge = NONE;
            session.acknowledge(consumer.getID(), last);
        }
    }

    private void awaitDisk() throws Exception {
        if (!context.waitCompletion(LONGEST_ANSWER.toMillis())) {
            throw new ActiveMQConnectionTimedOutException("the disk did not answer within " + LONGEST_ANSWER);
        }
    }

    @Override
    public boolean isReceiverOpen() {
        return !fetched.isDisconnected() && !consumer.isClosed();
    }

    @Override
    public boolean isClosed() {
        return session.isClosed() || isStopped();
    }

    private boolean isStopped() {
        return !server.isStarted();
    }

    @Override
    public void close() throws ActiveMQException {
        within(() -> {
            try {
                // What was in hand counts as delivered.
                acknowledgeAll();
            } finally {
                session.close(false);
                awaitDisk();
            }
        });
    }

    private void within(Step step) throws ActiveMQException {
        call(() -> {
            step.run();
            return null;
        });
    }

    private <T> T call(Answer<T> answer) throws ActiveMQException {
        if (isStopped()) {
            throw new ActiveMQNotConnectedException("it has stopped");
        }
        try {
            return Shelter.run(() -> {
                storage.setContext(context);
                try {
                    return answer.get();
                } finally {
                    storage.clearContext();
                }
            });
        } catch (ActiveMQException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ActiveMQInternalErrorException(e.toString(), e);
        }
    }

    private interface Step {
        void run() throws Exception;
    }

    private interface Answer<T> {
        T get() throws Exception;
    }
}
