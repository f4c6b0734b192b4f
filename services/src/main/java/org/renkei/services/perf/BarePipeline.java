package org.renkei.services.perf;

import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.renkei.broker.channel.ChannelKind;

/** What a JMS program without Renkei does at its best: receive, send to the next queue, commit a batch. No tracking. */
final class BarePipeline implements Pipeline {
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final long LOOK_EVERY_MILLIS = 100;

    private final String name;
    private final Connection connection;
    private final List<String> queues;
    private final ChannelKind kind;
    private final int batch;
    private final PerfSettings settings;

    /** @param queues in the order of the hops; the last worker sends nowhere */
    BarePipeline(Connection connection, List<String> queues, ChannelKind kind, PerfSettings settings) {
        this(name(kind, queues.size()), connection, queues, kind, settings.batch(), settings);
    }

    private BarePipeline(
            String name,
            Connection connection,
            List<String> queues,
            ChannelKind kind,
            int batch,
            PerfSettings settings) {
        this.name = name;
        this.connection = connection;
        this.queues = queues;
        this.kind = kind;
        this.batch = batch;
        this.settings = settings;
    }

    /** The same with a commit for each message. */
    BarePipeline one() {
        return new BarePipeline(name + "-one-a-commit", connection, queues, kind, 1, settings);
    }

    static String name(ChannelKind kind, int hops) {
        return kind == ChannelKind.VOLATILE ? "bare-volatile-" + hops : "bare-" + hops;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int hops() {
        return queues.size();
    }

    @Override
    public Duration move(int messages) throws Exception {
        int deliveryMode = kind == ChannelKind.VOLATILE ? DeliveryMode.NON_PERSISTENT : DeliveryMode.PERSISTENT;
        Filling.fill(connection, queues.get(0), messages, settings.bodyBytes(), deliveryMode);
        CountDownLatch awaited = new CountDownLatch(messages);
        AtomicInteger arrived = new AtomicInteger();
        BareWorkers workers =
                BareWorkers.ending(connection, queues, settings.consumers(), batch, deliveryMode, ended -> {
                    arrived.addAndGet(ended);
                    for (int i = 0; i < ended; i++) {
                        awaited.countDown();
                    }
                });
        long began = System.nanoTime();
        Duration took;
        try (workers) {
            workers.start();
            await(awaited, workers, messages);
            took = Duration.ofNanos(System.nanoTime() - began);
        }
        if (arrived.get() != messages) {
            throw new IllegalStateException(arrived + " messages arrived at " + name + ", sent were " + messages);
        }
        return took;
    }

    private void await(CountDownLatch awaited, BareWorkers workers, int messages) throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (!awaited.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
            workers.check();
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        awaited.getCount() + " of " + messages + " messages did not arrive at " + name);
            }
        }
    }
}
