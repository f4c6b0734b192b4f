package org.renkei.bench.growth;

import static org.renkei.bench.growth.Growth.tell;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Messages of 256 bytes that wait in one persistent channel, through a {@code kill -9}, until a program takes them. */
final class Pending implements Growth.Trial {
    private static final int PRODUCERS = 2;
    private static final int IN_A_COMMIT = 1_000;
    private static final int BODY_BYTES = 256;
    private static final int TOLD_EVERY = 10;
    private static final long PATIENCE_MS = 300_000;

    private final int usual;

    Pending(int usual) {
        this.usual = usual;
    }

    @Override
    public void run(Path directory, int size) throws Exception {
        int messages = size > 0 ? size : usual;
        try (GrowingServer server = new GrowingServer(directory, "")) {
            server.channels("big: {kind: persistent, max: 10000000}\n");
            tell("start to ready, empty: %.1f s", server.start());
            for (int i = 1; i <= TOLD_EVERY; i++) {
                int part = messages / TOLD_EVERY;
                long began = System.nanoTime();
                fill(server, part);
                double seconds = (System.nanoTime() - began) / 1e9;
                tell(
                        "%,d pending: %,.0f/s sent, %,d MiB resident, %,d MiB live",
                        server.depth("big"), part / seconds, server.residentMiB(), server.liveHeapMiB());
            }
            server.kill();
            long began = System.nanoTime();
            tell("start to ready after kill -9: %.1f s", server.start());
            try (Connection connection = server.connect();
                    Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                    MessageConsumer consumer = session.createConsumer(session.createQueue("big"))) {
                Message first = consumer.receive(PATIENCE_MS);
                tell(
                        "to the first redelivery: %.1f s, message %d, %,d pending, %,d MiB resident",
                        (System.nanoTime() - began) / 1e9,
                        first.getIntProperty("n"),
                        server.depth("big"),
                        server.residentMiB());
                drain(server, session, consumer, messages - 1);
            }
        }
    }

    private static void fill(GrowingServer server, int messages) throws Exception {
        List<Thread> producers = new ArrayList<>();
        List<Exception> failures = new ArrayList<>();
        for (int i = 0; i < PRODUCERS; i++) {
            Thread producer = new Thread(() -> {
                try {
                    send(server, messages / PRODUCERS);
                } catch (JMSException e) {
                    synchronized (failures) {
                        failures.add(e);
                    }
                }
            });
            producers.add(producer);
            producer.start();
        }
        for (Thread producer : producers) {
            producer.join();
        }
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }

    private static void send(GrowingServer server, int messages) throws JMSException {
        try (Connection connection = server.connect();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageProducer producer = session.createProducer(session.createQueue("big"))) {
            byte[] body = new byte[BODY_BYTES];
            for (int i = 1; i <= messages; i++) {
                BytesMessage message = session.createBytesMessage();
                message.writeBytes(body);
                message.setIntProperty("n", i);
                producer.send(message);
                if (i % IN_A_COMMIT == 0 || i == messages) {
                    session.commit();
                }
            }
        }
    }

    private static void drain(GrowingServer server, Session session, MessageConsumer consumer, int messages)
            throws Exception {
        long began = System.nanoTime();
        int part = Math.max(1, messages / TOLD_EVERY);
        for (int i = 1; i <= messages; i++) {
            if (consumer.receive(PATIENCE_MS) == null) {
                throw new IllegalStateException((messages - i) + " of " + messages + " did not come");
            }
            if (i % IN_A_COMMIT == 0 || i == messages) {
                session.commit();
            }
            if (i % part == 0) {
                double seconds = (System.nanoTime() - began) / 1e9;
                tell("%,d received: %,.0f/s, %,d MiB resident", i, part / seconds, server.residentMiB());
                began = System.nanoTime();
            }
        }
        tell("left: %,d", server.depth("big"));
    }
}
