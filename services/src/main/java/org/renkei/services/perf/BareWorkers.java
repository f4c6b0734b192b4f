package org.renkei.services.perf;

import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** The workers of a bare JMS pipeline: each receives, sends to the next queue and commits, a batch at a time, until it is closed. */
final class BareWorkers implements AutoCloseable {
    private static final long RECEIVE_MILLIS = 50;
    private static final Duration LONGEST_END = Duration.ofSeconds(30);

    private final Connection connection;
    private final List<String> queues;
    private final int batch;
    private final int deliveryMode;
    private final IntConsumer ended;
    private final boolean replies;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean running = true;
    private volatile Throwable failure;

    private BareWorkers(
            Connection connection,
            List<String> queues,
            int consumers,
            int batch,
            int deliveryMode,
            IntConsumer ended,
            boolean replies) {
        this.connection = connection;
        this.queues = queues;
        this.batch = batch;
        this.deliveryMode = deliveryMode;
        this.ended = ended;
        this.replies = replies;
        for (int hop = 0; hop < queues.size(); hop++) {
            for (int i = 0; i < consumers; i++) {
                int from = hop;
                threads.add(new Thread(() -> run(from), queues.get(hop) + "-" + i));
            }
        }
    }

    /**
     * Workers that end with the last queue.
     *
     * @param deliveryMode of {@link DeliveryMode}, for all hops
     * @param ended told how many messages have ended with each commit at the last queue
     */
    static BareWorkers ending(
            Connection connection, List<String> queues, int consumers, int batch, int deliveryMode, IntConsumer ended) {
        return new BareWorkers(connection, queues, consumers, batch, deliveryMode, ended, false);
    }

    /** Workers the last of which send each message to where it wants a reply, as a flow does. */
    static BareWorkers replying(Connection connection, List<String> queues, int consumers, int batch) {
        return new BareWorkers(connection, queues, consumers, batch, DeliveryMode.PERSISTENT, ended -> {}, true);
    }

    void start() {
        threads.forEach(Thread::start);
    }

    /** @throws IllegalStateException if one of them has failed */
    void check() {
        if (failure != null) {
            throw new IllegalStateException("a worker of bare JMS failed: " + failure, failure);
        }
    }

    private void run(int hop) {
        boolean last = hop == queues.size() - 1;
        try (Session session = connection.createSession(Session.SESSION_TRANSACTED);
                MessageConsumer consumer = session.createConsumer(session.createQueue(queues.get(hop)));
                MessageProducer producer =
                        session.createProducer(last ? null : session.createQueue(queues.get(hop + 1)))) {
            producer.setDeliveryMode(last ? DeliveryMode.NON_PERSISTENT : deliveryMode);
            while (running) {
                int moved = moveBatch(consumer, producer, last);
                session.commit();
                if (last && moved > 0) {
                    ended.accept(moved);
                }
            }
        } catch (JMSException | RuntimeException e) {
            failure = e;
        }
    }

    private int moveBatch(MessageConsumer consumer, MessageProducer onward, boolean last) throws JMSException {
        int moved = 0;
        Message message = consumer.receive(RECEIVE_MILLIS);
        while (message != null) {
            moved++;
            if (!last) {
                onward.send(message);
            } else if (replies) {
                Destination asker = message.getJMSReplyTo();
                onward.send(asker, message);
            }
            message = moved < batch ? consumer.receiveNoWait() : null;
        }
        return moved;
    }

    /** Returns when they have ended; what they had in hand is committed. */
    @Override
    public void close() {
        running = false;
        try {
            for (Thread thread : threads) {
                thread.join(LONGEST_END.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        check();
    }
}
