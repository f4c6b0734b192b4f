package org.renkei.broker.session;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQNotConnectedException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.persistence.OperationContext;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.protocol.SessionCallback;
import org.renkei.broker.channel.LiveChannel;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;

/**
 * Renkei's own connections to its broker: one for each channel that is received from, one for sending alone. They are kept
 * until the end, because a closed in-VM connection leaks memory (ARTEMIS-6142). With several brokers, there are as many to each, and
 * sessions are opened on one after the other, so that every one has receivers. Thread-safe.
 */
public final class BrokerConnections implements AutoCloseable {

    private static final int UNLIMITED = -1;
    private static final String SENDING = "";
    private static final String LISTENING = " ";

    private final ServerLocator locator;
    private final List<BrokerMember> members;
    private final String user;
    private final String password;
    private final Seal seal;
    private final Map<Line, SharedConnection> connections = new HashMap<>();
    private final Map<String, Integer> turns = new HashMap<>();

    /** One connection for what it is for, to one member. */
    private record Line(String name, BrokerMember member) {}

    /** To the one broker of this process. */
    public BrokerConnections(BrokerMember embedded, String user, String password) {
        this(
                ActiveMQClient.createServerLocatorWithoutHA(embedded.where()),
                List.of(embedded),
                user,
                password,
                Seal.NONE);
    }

    /**
     * @param locator closed with this
     * @param members one at least
     */
    public BrokerConnections(
            ServerLocator locator, List<BrokerMember> members, String user, String password, Seal seal) {
        this.seal = seal;
        this.user = user;
        this.password = password;
        this.members = List.copyOf(members);
        this.locator = locator
                // Renkei replays what was lost; a session that reconnected by itself would hide that its work was
                // undone.
                .setReconnectAttempts(0)
                // What a flow sends is bounded by what it received; credits would only cost round trips.
                .setProducerWindowSize(UNLIMITED)
                .setBlockOnDurableSend(true)
                .setBlockOnNonDurableSend(true);
    }

    /** To be put on every message that is sent, and looked for on those that are received. */
    public Seal seal() {
        return seal;
    }

    /**
     * A worker's transacted session: right inside the broker, if it is the one of this process, else over the wire.
     *
     * @param filter selects what it receives; null for all
     */
    BrokerSession worker(LiveChannel channel, String filter, Clock clock) {
        try {
            SimpleString selector = SimpleString.of(filter);
            return inside() == null
                    ? new RemoteSession(transacted(channel.name()), channel, selector, clock)
                    : new InnerSession(this, channel, selector, clock);
        } catch (ActiveMQException e) {
            throw lost(e);
        }
    }

    /** The broker, if it is the one of this process; else null. */
    ActiveMQServer inside() {
        return members.get(0).server();
    }

    /**
     * A transacted session right inside the broker of this process, over the connection of the channel it receives from.
     *
     * @param receiver what it receives is put there
     */
    ServerSession openInside(String channel, SessionCallback receiver, OperationContext context) throws Exception {
        ServerSession opened = inside().createSession(
                        UUID.randomUUID().toString(),
                        user,
                        password,
                        ActiveMQClient.DEFAULT_MIN_LARGE_MESSAGE_SIZE,
                        innerEnd(new Line(channel, members.get(0))),
                        false,
                        false,
                        false,
                        false,
                        null,
                        receiver,
                        false,
                        context,
                        null,
                        null,
                        null,
                        false);
        // It is Renkei's own, which may do all.
        opened.disableSecurity();
        return opened;
    }

    private RemotingConnection innerEnd(Line line) throws ActiveMQException {
        SharedConnection known = connection(line);
        RemotingConnection client = known.alive();
        if (client == null) {
            forget(line, known);
            client = connection(line).alive();
        }
        if (client == null) {
            throw new ActiveMQNotConnectedException("the broker of this process does not answer");
        }
        return inside().getRemotingService().getConnection(client.getID());
    }

    /** A transacted session over the connection of the channel it receives from. */
    MemberSession transacted(String channel) {
        return open(channel, false);
    }

    /** The same at one of the brokers, whose id is known to be its own. */
    ClientSession transacted(String connection, BrokerMember member) {
        if (member.away() != null || member.id() == null) {
            throw lost(new ActiveMQNotConnectedException("broker " + member + " does not answer: " + member.away()));
        }
        try {
            return open(new Line(connection, member), false);
        } catch (ActiveMQException e) {
            throw lost(e);
        }
    }

    /** A session whose sends stand alone, each on disk when it returns. */
    ClientSession autoCommit() {
        return open(SENDING, true).session();
    }

    /** The same, with sends that are on disk when they are committed. */
    ClientSession transactedForSending() {
        return open(SENDING, false).session();
    }

    /** The same at one of the brokers. */
    ClientSession autoCommit(BrokerMember member) {
        try {
            return open(new Line(SENDING, member), true);
        } catch (ActiveMQException e) {
            throw lost(e);
        }
    }

    List<BrokerMember> members() {
        return members;
    }

    /**
     * A session of its own connection to one member, which acknowledges what it receives at once; the caller closes it, and its
     * factory.
     *
     * @throws ActiveMQException if it cannot be reached
     */
    public ClientSession alone(BrokerMember member) throws ActiveMQException {
        ClientSessionFactory factory = connect(member);
        try {
            ClientSession session = factory.createSession(user, password, false, true, true, true, 0);
            session.start();
            return session;
        } catch (ActiveMQException | RuntimeException e) {
            factory.close();
            throw e;
        }
    }

    /**
     * Calls {@code each} for every message of a queue that fits a filter, for as long as the connection lives. What comes is gone, and
     * not looked at.
     */
    public void listen(String queue, String filter, Runnable each) {
        try {
            ClientSession session =
                    connection(new Line(LISTENING, members.get(0))).openForListening();
            session.createConsumer(queue, filter).setMessageHandler(message -> each.run());
            session.start();
        } catch (ActiveMQException e) {
            throw lost(e);
        }
    }

    private MemberSession open(String connection, boolean autoCommit) {
        ActiveMQException failure = null;
        for (BrokerMember member : inTurn(connection)) {
            try {
                return new MemberSession(open(new Line(connection, member), autoCommit), member);
            } catch (ActiveMQException e) {
                failure = e;
            }
        }
        throw lost(failure);
    }

    /** A connection that has failed says so only when it is used: it is then replaced, once. */
    private ClientSession open(Line line, boolean autoCommit) throws ActiveMQException {
        SharedConnection known = connection(line);
        try {
            return known.open(autoCommit);
        } catch (ActiveMQException e) {
            if (known.alive() != null) {
                throw e;
            }
            forget(line, known);
            return connection(line).open(autoCommit);
        }
    }

    private void forget(Line line, SharedConnection failed) {
        synchronized (this) {
            connections.remove(line, failed);
        }
        failed.close();
    }

    /** Those that are known to be away last. */
    private List<BrokerMember> inTurn(String connection) {
        if (members.size() == 1) {
            return members;
        }
        int first;
        synchronized (turns) {
            first = turns.merge(connection, 1, Integer::sum);
        }
        List<BrokerMember> order = new ArrayList<>();
        List<BrokerMember> away = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            BrokerMember member = members.get((first + i) % members.size());
            (member.away() == null ? order : away).add(member);
        }
        order.addAll(away);
        return order;
    }

    private synchronized SharedConnection connection(Line line) throws ActiveMQException {
        SharedConnection known = connections.get(line);
        if (known != null && !known.isClosed()) {
            return known;
        }
        SharedConnection connected = new SharedConnection(connect(line.member), user, password);
        connections.put(line, connected);
        return connected;
    }

    private ClientSessionFactory connect(BrokerMember member) throws ActiveMQException {
        try {
            return locator.createSessionFactory(member.where());
        } catch (ActiveMQException e) {
            throw e;
        } catch (Exception e) {
            throw lost(e);
        }
    }

    static RenkeiException lost(Throwable cause) {
        return new RenkeiException(
                ErrorCode.BROKER_LOST, "the broker cannot be reached: " + cause.getMessage() + "; see status", cause);
    }

    /** Closes every connection, and every session with it. */
    @Override
    public synchronized void close() {
        connections.clear();
        locator.close();
    }
}
