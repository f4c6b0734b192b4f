package org.renkei.services.perf;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a JMS program without Renkei does at its best: receive, send to the next queue, commit a batch. No tracking. */
final class BarePipeline implements Pipeline {
    private static final long RECEIVE_MILLIS = 50;
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Connection connection;
    private final List<String> queues;
    private final PerfSettings settings;

    /** @param queues in the order of the hops; the last worker sends nowhere */
    BarePipeline(Connection connection, List<String> queues, PerfSettings settings) {
        this.connection = connection;
        this.queues = queues;
        this.settings = settings;
    }

    @Override
    public String name() {
        return name(hops());
    }

    static String name(int hops) {
        return "bare-" + hops;
    }

    @Override
    public int hops() {
        return queues.size();
    }

    @Override
    public Duration move(int messages) throws Exception {
        Filling.fill(connection, queues.get(0), messages, settings.bodyBytes());
        CountDownLatch arrived = new CountDownLatch(messages);
        List<Thread> workers = new ArrayList<>();
        for (int hop = 0; hop < hops(); hop++) {
            for (int i = 0; i < settings.consumers(); i++) {
                workers.add(worker(hop, i, arrived));
            }
        }
        long began = System.nanoTime();
        workers.forEach(Thread::start);
        if (!arrived.await(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException(arrived.getCount() + " of " + messages + " did not arrive at " + name());
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        for (Thread worker : workers) {
            worker.join(LONGEST.toMillis());
        }
        return took;
    }

    private Thread worker(int hop, int number, CountDownLatch arrived) {
        return new Thread(() -> work(hop, arrived), name() + "-" + hop + "-" + number);
    }

    private void work(int hop, CountDownLatch arrived) {
        boolean last = hop == hops() - 1;
        try (Session session = connection.createSession(Session.SESSION_TRANSACTED);
                MessageConsumer consumer = session.createConsumer(session.createQueue(queues.get(hop)));
                MessageProducer producer =
                        session.createProducer(last ? null : session.createQueue(queues.get(hop + 1)))) {
            while (arrived.getCount() > 0) {
                int moved = moveBatch(consumer, last ? null : producer);
                session.commit();
                for (int i = 0; last && i < moved; i++) {
                    arrived.countDown();
                }
            }
        } catch (JMSException e) {
            if (arrived.getCount() > 0) {
                throw new IllegalStateException(e);
            }
        }
    }

    private int moveBatch(MessageConsumer consumer, MessageProducer onward) throws JMSException {
        int moved = 0;
        Message message = consumer.receive(RECEIVE_MILLIS);
        while (message != null) {
            moved++;
            if (onward != null) {
                onward.send(message);
            }
            message = moved < settings.batch() ? consumer.receiveNoWait() : null;
        }
        return moved;
    }
}
