package org.renkei.broker.session;

import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/**
 * One connection for many sessions. Artemis's client deadlocks if one thread asks for its connection while another opens a session over
 * it: here one waits for the other. Thread-safe.
 */
final class SharedConnection {

    private static final int ACKNOWLEDGED_AT_COMMIT = Integer.MAX_VALUE;

    private final ClientSessionFactory factory;
    private final String user;
    private final String password;

    SharedConnection(ClientSessionFactory factory, String user, String password) {
        this.factory = factory;
        this.user = user;
        this.password = password;
    }

    /** A session whose sends and acknowledgements stand alone, or wait for its commit. */
    ClientSession open(boolean autoCommit) throws ActiveMQException {
        return open(autoCommit, false);
    }

    /** A session for which whatever was handed out is gone. */
    ClientSession openForListening() throws ActiveMQException {
        return open(true, true);
    }

    private synchronized ClientSession open(boolean autoCommit, boolean acknowledgedBefore) throws ActiveMQException {
        return factory.createSession(
                user, password, false, autoCommit, autoCommit, acknowledgedBefore, ACKNOWLEDGED_AT_COMMIT);
    }

    /** The client's end of it; null if it has failed. */
    synchronized RemotingConnection alive() {
        RemotingConnection connection = factory.getConnection();
        return connection == null || connection.isDestroyed() ? null : connection;
    }

    boolean isClosed() {
        return factory.isClosed();
    }

    /** Closes its sessions too. */
    void close() {
        factory.close();
    }
}
