package org.renkei.services.demo;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * A producer that keeps sending over any number of crashes, and knows what was accepted. What it has no answer for it sends again,
 * under the same {@code _AMQ_DUPL_ID}.
 */
final class LoadClient {
    private static final Duration BETWEEN_SENDS = Duration.ofMillis(15);
    private static final Duration BETWEEN_CONNECTS = Duration.ofMillis(100);
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(60);

    private final String name;
    private final ConnectionFactory factory;
    private final String password;
    private final String queue;
    private final int together;
    private final Set<String> accepted = new HashSet<>();
    private final Thread thread;
    private volatile boolean wanted = true;

    /** @param together messages in one transaction; 1 for none */
    LoadClient(String name, ConnectionFactory factory, String password, String queue, int together) {
        this.name = name;
        this.factory = factory;
        this.password = password;
        this.queue = queue;
        this.together = together;
        this.thread = new Thread(this::sendAll, "load-" + name);
        thread.start();
    }

    /** After {@link #finish()}: the correlation ids of all that the broker has taken, each sent under one only. */
    Set<String> accepted() {
        return accepted;
    }

    private void sendAll() {
        int next = 1;
        boolean pending = false;
        while (wanted || pending) {
            try (Connection connection = factory.createConnection(CrashedServer.USER, password);
                    Session session = connection.createSession(
                            together > 1 ? Session.SESSION_TRANSACTED : Session.AUTO_ACKNOWLEDGE);
                    MessageProducer producer = session.createProducer(session.createQueue(queue))) {
                while (wanted || pending) {
                    pending = true;
                    send(session, producer, next);
                    pending = false;
                    next += together;
                    sleep(BETWEEN_SENDS);
                }
            } catch (JMSException e) {
                sleep(BETWEEN_CONNECTS); // the server is down: the same orders again, when it is back
            }
        }
    }

    private void send(Session session, MessageProducer producer, int first) throws JMSException {
        for (int i = 0; i < together; i++) {
            producer.send(message(session, first + i));
        }
        if (together > 1) {
            session.commit();
        }
        for (int i = 0; i < together; i++) {
            accepted.add(id(first + i));
        }
    }

    private TextMessage message(Session session, int number) throws JMSException {
        TextMessage message = session.createTextMessage(new SampleOrder(number).json());
        message.setJMSCorrelationID(id(number));
        message.setStringProperty("_AMQ_DUPL_ID", id(number));
        return message;
    }

    private String id(int number) {
        return name + "-" + number;
    }

    private static void sleep(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends when its last order is accepted, which needs a server that runs. */
    void finish() throws InterruptedException {
        wanted = false;
        thread.join(ENDS_WITHIN.toMillis());
        if (thread.isAlive()) {
            throw new IllegalStateException(thread.getName() + " cannot get rid of its last order");
        }
    }
}
