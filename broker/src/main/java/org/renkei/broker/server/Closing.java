package org.renkei.broker.server;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was started, closed in the reverse order, each part within a bounded time and whatever the others do. */
final class Closing implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Closing.class);
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final Deque<Part> parts = new ArrayDeque<>();

    private record Part(String name, AutoCloseable closeable) {}

    void add(String name, AutoCloseable closeable) {
        parts.push(new Part(name, closeable));
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            close(parts.pop());
        }
    }

    private static void close(Part part) {
        Thread thread = new Thread(() -> run(part), "renkei-close " + part.name);
        thread.setDaemon(true);
        thread.start();
        try {
            thread.join(LONGEST.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            log.atWarn().addKeyValue("part", part.name).log("not closed in time, left behind");
        }
    }

    private static void run(Part part) {
        try {
            part.closeable.close();
        } catch (Exception e) {
            log.atWarn().addKeyValue("part", part.name).setCause(e).log("not closed");
        }
    }
}
