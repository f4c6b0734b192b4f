package org.renkei.client;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One connection, from when it was made until it is lost. Thread-safe, as a JMS connection is; a session is not, so that each thread
 * that sends takes one that is idle, or opens another.
 */
final class Link {
    private static final String RESULTS = "renkei.results";

    private final Connection connection;
    private final ConcurrentLinkedDeque<Sender> idle = new ConcurrentLinkedDeque<>();
    private final Set<Arrival> arrivals = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean lost;

    /** @param user null to connect as the factory says */
    Link(ConnectionFactory factory, String user, String password) throws JMSException {
        connection = user == null ? factory.createConnection() : factory.createConnection(user, password);
        try {
            connection.setExceptionListener(failure -> lost());
            connection.start();
        } catch (JMSException e) {
            close();
            throw e;
        }
    }

    boolean isLost() {
        return lost;
    }

    /** Returns when the broker has it. A refused one costs its session: some client libraries close what it was sent with. */
    Acceptance send(Submission submission, boolean keepsResult) throws JMSException {
        Sender sender = idle.pollFirst();
        if (sender == null) {
            sender = new Sender(connection.createSession(Session.AUTO_ACKNOWLEDGE));
        }
        try {
            Acceptance acceptance = sender.send(submission, keepsResult ? RESULTS : null);
            idle.addFirst(sender);
            return acceptance;
        } catch (JMSException | RuntimeException e) {
            sender.close();
            throw e;
        }
    }

    /**
     * Waits here and not in the client library, which may keep an interrupt to itself.
     *
     * @return null if there is none until then, or the connection is lost
     */
    ResultMessage receive(String correlationId, Deadline deadline) throws JMSException {
        Arrival arrival = new Arrival();
        arrivals.add(arrival);
        try {
            receive(correlationId, arrival, deadline);
        } catch (JMSException e) {
            if (!arrival.isHere()) {
                throw e;
            }
        } catch (InterruptedException e) {
            throw Deadline.interrupted(e);
        } finally {
            arrivals.remove(arrival);
        }
        return arrival.result();
    }

    private void receive(String correlationId, Arrival arrival, Deadline deadline)
            throws JMSException, InterruptedException {
        String selector = "JMSCorrelationID = '" + correlationId.replace("'", "''") + "'";
        Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        try {
            MessageConsumer consumer = session.createConsumer(session.createQueue(RESULTS), selector);
            Message here = consumer.receiveNoWait();
            if (here != null) {
                arrival.onMessage(here);
            } else if (!lost) {
                consumer.setMessageListener(arrival);
                arrival.await(deadline);
            }
        } finally {
            if (!lost) { // else it would wait for an answer that cannot come
                session.close();
            }
        }
    }

    private void lost() {
        lost = true;
        arrivals.forEach(Arrival::giveUp);
    }

    /** Ends it for all threads, on a thread of its own: the client library may wait long for the answer of a server that is gone. */
    void abandon() {
        lost();
        Thread closing = new Thread(this::close, "renkei-client-close");
        closing.setDaemon(true);
        closing.start();
    }

    /** Ends it for all threads. What they are at fails. */
    void close() {
        lost();
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            connection.close();
        } catch (JMSException | RuntimeException e) {
            // It is given up anyway.
        }
    }
}
