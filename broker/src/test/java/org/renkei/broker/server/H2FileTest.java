package org.renkei.broker.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.ChannelSession;
import org.renkei.broker.channel.LiveChannel;
import org.renkei.broker.table.Crossing;
import org.renkei.broker.table.DataSourceConfig;
import org.renkei.database.ShelteredThread;

/**
 * A great many messages through H2: what they leave in its file is bounded. {@code -Drenkei.h2.messages=1000000} for a million, with
 * the rates printed.
 */
class H2FileTest {

    private static final int MESSAGES = Integer.getInteger("renkei.h2.messages", 10_000);
    private static final int STORED_TOGETHER = 500;
    private static final int MOST_WAITING = 20_000;
    private static final int WORKERS = 4;
    private static final int HOPS = 2;
    private static final long MOST_BYTES = 384L << 20;
    private static final Duration SOON = Duration.ofMillis(200);

    @TempDir
    Path folder;

    private final Semaphore room = new Semaphore(MOST_WAITING);
    private final AtomicLong arrived = new AtomicLong();
    private TestBroker broker;

    @BeforeEach
    void start() {
        broker = TestBroker.in(folder)
                .with("shop", DataSourceConfig.embedded())
                .with("hop-0", ChannelConfig.in("shop"))
                .with("hop-1", ChannelConfig.in("shop"))
                .start();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void shouldKeepItsFileSmallHoweverManyPass() throws Exception {
        // Given
        Thread producer = new ShelteredThread(this::store, "producer");
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < HOPS * WORKERS; i++) {
            int hop = i % HOPS;
            workers.add(new ShelteredThread(() -> work(hop), "worker"));
        }

        // When
        producer.start();
        workers.forEach(Thread::start);
        long greatest = watch();

        // Then
        producer.join();
        for (Thread worker : workers) {
            worker.join();
        }
        assertThat(broker.channel("hop-0").figures().current()).isZero();
        assertThat(broker.channel("hop-1").figures().current()).isZero();
        assertThat(greatest).isLessThan(MOST_BYTES);
    }

    /** @return the greatest size of the file */
    private long watch() throws IOException, InterruptedException {
        long greatest = 0;
        long tenth = MESSAGES / 10;
        long next = tenth;
        long began = System.nanoTime();
        while (arrived.get() < MESSAGES) {
            greatest = Math.max(greatest, size());
            if (arrived.get() >= next) {
                long now = System.nanoTime();
                System.out.printf(
                        "%,d messages: %,.0f a second, file %,d MB%n",
                        next, tenth / ((now - began) / 1e9), size() >> 20);
                began = now;
                next += tenth;
            }
            Thread.sleep(20);
        }
        return Math.max(greatest, size());
    }

    private long size() throws IOException {
        return Files.size(folder.resolve("databases/shop.mv.db"));
    }

    private void store() {
        String body = "x".repeat(1_024);
        for (int stored = 0; stored < MESSAGES; stored += STORED_TOGETHER) {
            room.acquireUninterruptibly(STORED_TOGETHER);
            Crossing crossing = new Crossing(Clock.systemUTC());
            for (int i = 0; i < STORED_TOGETHER; i++) {
                crossing.add((LiveChannel) broker.channel("hop-0"), ChannelMessage.of(body), null);
            }
            crossing.store();
        }
    }

    private void work(int hop) {
        try (ChannelSession session = broker.channels().open("hop-" + hop)) {
            while (arrived.get() < MESSAGES) {
                int moved = 0;
                for (ChannelMessage message = session.receive(SOON, 20);
                        message != null;
                        message = session.receiveNow()) {
                    moved++;
                    if (hop < HOPS - 1) {
                        session.send("hop-" + (hop + 1), message);
                    }
                }
                session.commit();
                if (hop == HOPS - 1) {
                    arrived.addAndGet(moved);
                    room.release(moved);
                }
            }
        }
    }
}
