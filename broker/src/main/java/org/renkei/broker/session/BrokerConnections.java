package org.renkei.broker.session;

import java.util.HashMap;
import java.util.Map;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;

/**
 * Renkei's own connections to its broker: one for each channel that is received from, one for sending alone. They are kept
 * until the end, because a closed in-VM connection leaks memory (ARTEMIS-6142). Thread-safe.
 */
public final class BrokerConnections implements AutoCloseable {

    private static final int UNLIMITED = -1;
    private static final int ACKNOWLEDGED_AT_COMMIT = Integer.MAX_VALUE;
    private static final String SENDING = "";
    private static final String LISTENING = " ";

    private final ServerLocator locator;
    private final String user;
    private final String password;
    private final Map<String, ClientSessionFactory> connections = new HashMap<>();

    public BrokerConnections(TransportConfiguration broker, String user, String password) {
        this.user = user;
        this.password = password;
        this.locator = ActiveMQClient.createServerLocatorWithoutHA(broker)
                // Renkei replays what was lost; a session that reconnected by itself would hide that its work was
                // undone.
                .setReconnectAttempts(0)
                // What a flow sends is bounded by what it received; credits would only cost round trips.
                .setProducerWindowSize(UNLIMITED)
                .setBlockOnDurableSend(true)
                .setBlockOnNonDurableSend(true);
    }

    /** A transacted session over the connection of the channel it receives from. */
    ClientSession transacted(String channel) {
        return open(channel, false);
    }

    /** A session whose sends stand alone, each on disk when it returns. */
    ClientSession autoCommit() {
        return open(SENDING, true);
    }

    /**
     * Calls {@code each} for every message of a queue that fits a filter, for as long as the connection lives. What comes is gone, and
     * not looked at.
     */
    public void listen(String queue, String filter, Runnable each) {
        try {
            ClientSession session = connection(LISTENING)
                    .createSession(user, password, false, true, true, true, ACKNOWLEDGED_AT_COMMIT);
            session.createConsumer(queue, filter).setMessageHandler(message -> each.run());
            session.start();
        } catch (ActiveMQException e) {
            throw lost(e);
        }
    }

    private ClientSession open(String connection, boolean autoCommit) {
        try {
            return connection(connection)
                    .createSession(user, password, false, autoCommit, autoCommit, false, ACKNOWLEDGED_AT_COMMIT);
        } catch (ActiveMQException e) {
            throw lost(e);
        }
    }

    private synchronized ClientSessionFactory connection(String name) throws ActiveMQException {
        ClientSessionFactory known = connections.get(name);
        if (known != null && !known.isClosed()) {
            return known;
        }
        try {
            ClientSessionFactory connected = locator.createSessionFactory();
            connections.put(name, connected);
            return connected;
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
