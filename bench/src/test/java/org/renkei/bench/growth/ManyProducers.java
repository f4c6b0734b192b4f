package org.renkei.bench.growth;

import static org.renkei.bench.growth.Growth.tell;

import jakarta.jms.Connection;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many programs' connections at once, each of which sends one message after another to the start of one flow. */
final class ManyProducers implements Growth.Trial {
    private static final int EACH = 20;
    private static final int AT_ONCE = 64;

    private final int usual;

    ManyProducers(int usual) {
        this.usual = usual;
    }

    @Override
    public void run(Path directory, int size) throws Exception {
        int producers = size > 0 ? size : usual;
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try (GrowingServer server = new GrowingServer(directory, "")) {
            server.channels("in: {kind: persistent}\n");
            server.start();
            tell("no connection: %,d MiB resident, %,d MiB live", server.residentMiB(), server.liveHeapMiB());

            long began = System.nanoTime();
            List<Connection> connections = all(threads, producers, i -> server.connect());
            tell("%,d connections: %.1f s", producers, (System.nanoTime() - began) / 1e9);
            tell("connected: %,d MiB resident, %,d MiB live", server.residentMiB(), server.liveHeapMiB());
            tell("connected, idle: %.2f %% of a processor", server.processorPercent(20));

            began = System.nanoTime();
            all(threads, producers, i -> send(connections.get(i)));
            double seconds = (System.nanoTime() - began) / 1e9;
            tell(
                    "%,d messages, each durable before its send returns: %,.0f/s",
                    producers * EACH, producers * EACH / seconds);
            tell("sent: %,d pending, %,d MiB resident", server.depth("in"), server.residentMiB());
            for (Connection connection : connections) {
                connection.close();
            }
        } finally {
            threads.shutdown();
        }
    }

    private static Void send(Connection connection) throws Exception {
        try (Session session = connection.createSession();
                MessageProducer producer = session.createProducer(session.createQueue("in"))) {
            for (int i = 0; i < EACH; i++) {
                producer.send(session.createTextMessage("order"));
            }
        }
        return null;
    }

    private interface Each<T> {
        T of(int number) throws Exception;
    }

    private static <T> List<T> all(ExecutorService threads, int count, Each<T> each) throws Exception {
        List<Callable<T>> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            calls.add(() -> each.of(number));
        }
        List<T> results = new ArrayList<>();
        for (Future<T> result : threads.invokeAll(calls)) {
            results.add(result.get());
        }
        return results;
    }
}
