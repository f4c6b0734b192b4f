package org.renkei.services.perf;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Sends at planned instants, whatever became of what was sent before, and takes the time of each message from its planned instant to its
 * reply. So a pause of the system counts for every message that was due meanwhile, also for those that could only be sent after it
 * (no coordinated omission).
 */
final class OpenLoop {
    private static final int SENDERS = 4;
    private static final int MOST_A_COMMIT = 20;
    private static final Duration LONGEST_REPLY = Duration.ofSeconds(30);
    private static final double NOT_RECORDED = 0.2;
    private static final int LEAST_MESSAGES = 20;

    private final Connection connection;
    private final String queue;
    private final String body;

    /** @param connection started; it sends to the queue and receives the replies */
    OpenLoop(Connection connection, String queue, int bodyBytes) {
        this.connection = connection;
        this.queue = queue;
        this.body = "x".repeat(bodyBytes);
    }

    /**
     * What came of one rate.
     *
     * @param micros from the planned instant of a message to its reply
     * @param keptUp true if the last reply came soon after the last message: otherwise it would have taken ever longer
     */
    record Window(Histogram micros, boolean keptUp) {}

    /** @throws IllegalStateException if a reply was lost or came twice */
    Window run(double perSecond, Duration length) throws JMSException, InterruptedException {
        int messages = (int) Math.max(LEAST_MESSAGES, perSecond * length.toNanos() / 1e9);
        try (Session session = connection.createSession(Session.DUPS_OK_ACKNOWLEDGE)) {
            TemporaryQueue answers = session.createTemporaryQueue();
            Schedule schedule = Schedule.soon(perSecond, messages);
            Replies replies = new Replies(schedule, (int) (messages * NOT_RECORDED));
            try (MessageConsumer consumer = session.createConsumer(answers)) {
                consumer.setMessageListener(replies);
                send(schedule, answers);
                replies.await(LONGEST_REPLY);
            }
            answers.delete();
            return replies.window(length);
        }
    }

    private void send(Schedule schedule, TemporaryQueue answers) throws InterruptedException {
        List<Sender> senders = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            senders.add(new Sender(i, schedule, answers));
        }
        senders.forEach(Thread::start);
        for (Sender sender : senders) {
            sender.join();
            if (sender.failure != null) {
                throw new IllegalStateException("could not send to " + queue + ": " + sender.failure, sender.failure);
            }
        }
    }

    /** Every fourth message; what is due together goes in one commit, so that no sender holds the rate down. */
    private final class Sender extends Thread {
        private final int first;
        private final Schedule schedule;
        private final TemporaryQueue answers;
        private volatile Exception failure;

        Sender(int first, Schedule schedule, TemporaryQueue answers) {
            super("perf-sender-" + first);
            this.first = first;
            this.schedule = schedule;
            this.answers = answers;
        }

        @Override
        public void run() {
            try (Session session = connection.createSession(Session.SESSION_TRANSACTED);
                    MessageProducer producer = session.createProducer(session.createQueue(queue))) {
                int uncommitted = 0;
                for (int number = first; number < schedule.messages(); number += SENDERS) {
                    awaitInstant(number);
                    producer.send(message(session, number));
                    uncommitted++;
                    if (uncommitted == MOST_A_COMMIT || !schedule.isDue(number + SENDERS)) {
                        session.commit();
                        uncommitted = 0;
                    }
                }
            } catch (JMSException | RuntimeException e) {
                failure = e;
            }
        }

        private Message message(Session session, int number) throws JMSException {
            Message message = session.createTextMessage(body);
            message.setJMSReplyTo(answers);
            message.setJMSCorrelationID(Integer.toString(number));
            return message;
        }

        private void awaitInstant(int number) {
            long nanos = schedule.nanos(number) - System.nanoTime();
            while (nanos > 0) {
                LockSupport.parkNanos(nanos);
                nanos = schedule.nanos(number) - System.nanoTime();
            }
        }
    }
}
