package org.renkei.broker.server;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.renkei.broker.channel.Client;
import org.renkei.broker.channel.ClientRole;

/** Who is connected to the broker: programs, and Renkei's own sessions, which have a user of their own. Thread-safe. */
final class ConnectedClients {

    private static final String IN_VM = "invm:";

    private final ActiveMQServer server;
    private final String internalUser;

    ConnectedClients(ActiveMQServer server, String internalUser) {
        this.server = server;
        this.internalUser = internalUser;
    }

    /** True of Renkei's own receivers. Cheap. */
    boolean isOwn(ServerConsumer consumer) {
        ServerSession session = server.getSessionByID(consumer.getSessionID());
        return session != null && isOwn(session);
    }

    private boolean isOwn(ServerSession session) {
        return internalUser.equals(session.getValidatedUser());
    }

    /** Connections of programs. Walks over every session. */
    long connections() {
        Set<Object> own = new HashSet<>();
        Set<Object> ofPrograms = new HashSet<>();
        for (ServerSession session : server.getSessions()) {
            (isOwn(session) ? own : ofPrograms).add(session.getConnectionID());
        }
        return server.getRemotingService().getConnections().stream()
                .filter(connection -> !own.contains(connection.getID()))
                // Of those within this process, Renkei keeps some without a session.
                .filter(connection -> !isInProcess(connection) || ofPrograms.contains(connection.getID()))
                .count();
    }

    /** Of one queue; Renkei's own receivers, if there are any, in one entry, without what they have in hand. */
    List<Client> of(Queue queue) {
        List<Client> clients = new ArrayList<>();
        int workers = 0;
        for (ServerConsumer consumer : ArtemisQueue.consumers(queue).toList()) {
            ServerSession session = server.getSessionByID(consumer.getSessionID());
            if (session == null) {
                continue;
            }
            if (isOwn(session)) {
                workers++;
            } else {
                clients.add(receiver(consumer, session));
            }
        }
        if (workers > 0) {
            clients.add(0, Client.workers(workers, 0));
        }
        for (ServerSession session : server.getSessions()) {
            if (!isOwn(session)) {
                clients.addAll(lookers(session, queue.getName()));
                clients.addAll(senders(session, queue.getAddress().toString()));
            }
        }
        return clients;
    }

    private static List<Client> senders(ServerSession session, String address) {
        return session.getServerProducers().stream()
                .filter(producer -> address.equals(producer.getAddress()))
                .map(producer -> client(ClientRole.PRODUCER, session, 0, null))
                .toList();
    }

    /** The queue does not know of them. */
    private static List<Client> lookers(ServerSession session, SimpleString queue) {
        return session.getServerConsumers().stream()
                .filter(consumer -> consumer.isBrowseOnly() && queue.equals(consumer.getQueueName()))
                .map(consumer -> client(ClientRole.BROWSER, session, 0, selector(consumer)))
                .toList();
    }

    private static Client receiver(ServerConsumer consumer, ServerSession session) {
        return client(
                ClientRole.CONSUMER, session, consumer.getDeliveringMessages().size(), selector(consumer));
    }

    private static String selector(ServerConsumer consumer) {
        return Objects.toString(consumer.getFilterString(), null);
    }

    private static Client client(ClientRole role, ServerSession session, long inHand, String selector) {
        RemotingConnection connection = session.getRemotingConnection();
        boolean inProcess = isInProcess(connection);
        return new Client(
                role,
                false,
                1,
                session.getValidatedUser(),
                inProcess ? Client.IN_PROCESS : connection.getProtocolName(),
                inProcess ? null : address(connection.getRemoteAddress()),
                connection.getClientID(),
                Instant.ofEpochMilli(connection.getCreationTime()),
                inHand,
                selector);
    }

    private static boolean isInProcess(RemotingConnection connection) {
        return String.valueOf(connection.getRemoteAddress()).startsWith(IN_VM);
    }

    /** Without the slash with which Java begins an address that has no name. */
    private static String address(String remote) {
        return remote == null ? null : remote.substring(remote.lastIndexOf('/') + 1);
    }
}
