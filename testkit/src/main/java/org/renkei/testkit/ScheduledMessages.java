package org.renkei.testkit;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Hashtable;
import java.util.Map;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** Has the broker hand out messages that wait for a time, through its management address. */
final class ScheduledMessages implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final int port;
    private final Path adminPassword;
    private JMSContext connection;

    ScheduledMessages(int port, Path adminPassword) {
        this.port = port;
        this.adminPassword = adminPassword;
    }

    /** Those of these queues that wait for a time up to that one. */
    synchronized void deliverUpTo(Instant time, Collection<String> queues) {
        if (connection == null) {
            connection = connect();
        }
        queues.forEach(queue -> deliver(queue, "_AMQ_SCHED_DELIVERY <= " + time.toEpochMilli()));
    }

    private void deliver(String queue, String filter) {
        try {
            Queue replies = connection.createTemporaryQueue();
            TextMessage request = connection.createTextMessage("[\"" + filter + "\"]");
            request.setStringProperty("_AMQ_ResourceName", "queue." + queue);
            request.setStringProperty("_AMQ_OperationName", "deliverScheduledMessages");
            request.setJMSReplyTo(replies);
            connection.createProducer().send(connection.createQueue("activemq.management"), request);
            Message answer = connection.createConsumer(replies).receive(PATIENCE.toMillis());
            if (answer == null || !answer.getBooleanProperty("_AMQ_OperationSucceeded")) {
                throw new IllegalStateException("the broker does not hand out what waits in " + queue + ": "
                        + (answer == null ? "no answer" : answer.getBody(String.class)));
            }
        } catch (JMSException e) {
            throw new IllegalStateException("the broker does not hand out what waits in " + queue, e);
        }
    }

    private JMSContext connect() {
        try {
            Map<String, String> environment = Map.of(
                    Context.INITIAL_CONTEXT_FACTORY,
                    "org.apache.activemq.artemis.jndi.ActiveMQInitialContextFactory",
                    "connectionFactory.renkei",
                    "tcp://127.0.0.1:" + port + "?reconnectAttempts=0");
            ConnectionFactory factory =
                    (ConnectionFactory) new InitialContext(new Hashtable<>(environment)).lookup("renkei");
            return factory.createContext(
                    "admin", Files.readString(adminPassword).trim());
        } catch (NamingException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() {
        if (connection != null) {
            connection.close();
        }
    }
}
