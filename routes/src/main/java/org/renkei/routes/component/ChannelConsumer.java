package org.renkei.routes.component;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.renkei.database.ShelteredThread;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The workers of one route on one channel. */
public final class ChannelConsumer extends DefaultConsumer {
    private static final Logger log = LoggerFactory.getLogger(ChannelConsumer.class);

    private final ChannelEndpoint endpoint;
    private final DeliveryPolicy policy;
    private final List<Thread> threads = new ArrayList<>();

    /** One for each start, so that a worker that was abandoned cannot come back with the next. */
    private volatile AtomicBoolean running = new AtomicBoolean();

    private volatile List<ChannelWorker> workers = List.of();

    ChannelConsumer(ChannelEndpoint endpoint, Processor processor, DeliveryPolicy policy) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.policy = policy;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        startWorkers();
        endpoint.getComponent().started(this);
    }

    private void startWorkers() {
        running = new AtomicBoolean(true);
        OutageLog outage = new OutageLog(endpoint.getName());
        workers = Stream.generate(() -> new ChannelWorker(this, endpoint, policy, outage, running))
                .limit(endpoint.getConsumers())
                .toList();
        for (int i = 0; i < workers.size(); i++) {
            Thread thread = new ShelteredThread(workers.get(i), "channel-" + endpoint.getName() + "-" + i);
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((t, error) -> log.atError()
                    .addKeyValue("channel", endpoint.getName())
                    .setCause(error)
                    .log("worker ended by an error that nobody expected"));
            threads.add(thread);
            thread.start();
        }
    }

    /** False from the moment it was told to stop, and while an operator holds its messages. */
    public boolean isTaking() {
        return running.get() && !policy.isPaused();
    }

    /** Workers end what they have in hand, and take nothing more. Returns at once. */
    public void requestStop() {
        running.set(false);
        workers.forEach(ChannelWorker::endWait);
    }

    /** Takes messages again after {@link #requestStop()}. */
    public void resumeWork() throws Exception {
        if (!running.get()) {
            doStop();
            doStart();
        }
    }

    /** Takes messages again after {@link #requestStop()} with fresh workers; whoever has something in hand ends it first. */
    public void continueWork() {
        threads.removeIf(thread -> !thread.isAlive());
        startWorkers();
    }

    /** @return true if every worker has ended within that time */
    public boolean awaitStopped(Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        try {
            for (Thread thread : threads) {
                long leftMillis = Math.max(1, (deadline - System.nanoTime()) / 1_000_000);
                thread.join(leftMillis);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return threads.stream().noneMatch(Thread::isAlive);
    }

    /** Interrupts workers that did not end: what they have in hand goes back to the channel. */
    public void abandon() {
        threads.forEach(Thread::interrupt);
    }

    @Override
    protected void doStop() throws Exception {
        requestStop();
        if (!awaitStopped(Duration.ofSeconds(1))) {
            abandon();
        }
        threads.clear();
        endpoint.getComponent().stopped(this);
        super.doStop();
    }
}
