package org.renkei.bench.growth;

import static org.renkei.bench.growth.Growth.tell;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Bodies of many MiB from a program, through a channel, to a program: what the server holds of them. */
final class LargeBody implements Growth.Trial {
    private static final int MESSAGES = 10;
    private static final long PATIENCE_MS = 120_000;
    private static final int MIB = 1 << 20;

    private final int usual;

    LargeBody(int usual) {
        this.usual = usual;
    }

    @Override
    public void run(Path directory, int size) throws Exception {
        int mebibytes = size > 0 ? size : usual;
        try (GrowingServer server = new GrowingServer(directory, ", maxMessage: " + (mebibytes + 1) + "MiB")) {
            server.channels("big: {kind: persistent}\n");
            server.start();
            tell("before: %,d MiB resident, %,d MiB live", server.residentMiB(), server.liveHeapMiB());
            try (Connection connection = server.connect();
                    Session session = connection.createSession()) {
                MessageProducer producer = session.createProducer(session.createQueue("big"));
                List<Double> seconds = new ArrayList<>();
                byte[] part = new byte[MIB];
                for (int i = 0; i < MESSAGES; i++) {
                    BytesMessage message = session.createBytesMessage();
                    for (int written = 0; written < mebibytes; written++) {
                        message.writeBytes(part);
                    }
                    long began = System.nanoTime();
                    producer.send(message);
                    seconds.add((System.nanoTime() - began) / 1e9);
                }
                tell("%d bodies of %d MiB sent, each in %s s", MESSAGES, mebibytes, rounded(seconds));
                tell("pending: %,d MiB resident, %,d MiB live", server.residentMiB(), server.liveHeapMiB());
                try (MessageConsumer consumer = session.createConsumer(session.createQueue("big"))) {
                    for (int i = 0; i < MESSAGES; i++) {
                        BytesMessage message = (BytesMessage) consumer.receive(PATIENCE_MS);
                        if (message == null || message.getBodyLength() != (long) mebibytes * MIB) {
                            throw new IllegalStateException("not received: " + message);
                        }
                    }
                }
            }
            tell("received: %,d MiB resident, %,d MiB live", server.residentMiB(), server.liveHeapMiB());
        }
    }

    private static String rounded(List<Double> seconds) {
        List<Double> sorted = seconds.stream().sorted().toList();
        return "%.2f to %.2f".formatted(sorted.get(0), sorted.get(sorted.size() - 1));
    }
}
