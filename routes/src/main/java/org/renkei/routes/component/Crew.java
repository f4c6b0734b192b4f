package org.renkei.routes.component;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.renkei.database.ShelteredThread;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers of one consumer, from a start to the next stop. There is always one who has nothing in hand, up to the most that there may
 * be: before a worker begins with what it took, the next one is there for what comes then. Thread-safe.
 */
final class Crew {
    private static final Logger log = LoggerFactory.getLogger(Crew.class);

    private final String channel;
    private final int least;
    private final int most;
    private final Function<Crew, ChannelWorker> hiring;
    private final List<ChannelWorker> workers = new ArrayList<>();

    /** Those of workers that have gone among them, until they have ended. */
    private final List<Thread> threads = new ArrayList<>();

    private volatile boolean running = true;
    private int busy;

    /**
     * @param least workers at one time, from its start
     * @param most workers at one time
     */
    Crew(String channel, int least, int most, Function<Crew, ChannelWorker> hiring) {
        this.channel = channel;
        this.least = least;
        this.most = most;
        this.hiring = hiring;
    }

    synchronized void start() {
        for (int i = 0; i < least; i++) {
            hire();
        }
    }

    /** False once {@link #stop()} was called, and never true again. */
    boolean isRunning() {
        return running;
    }

    /** Workers end what they have in hand, and take nothing more. Returns at once. */
    synchronized void stop() {
        running = false;
        workers.forEach(ChannelWorker::endWait);
    }

    /** A worker has taken something. */
    synchronized void isBusy() {
        busy++;
        hireIfNeeded();
    }

    /** It has nothing in hand any more. */
    synchronized void isFree() {
        busy--;
    }

    /** A worker who has nothing in hand may go, if there is another such. @return true if it is to go now */
    synchronized boolean canSpare(ChannelWorker worker) {
        boolean spare = workers.size() > least && workers.size() - busy > 1;
        return spare && workers.remove(worker);
    }

    /** To be said by a worker that ends, whatever made it end. */
    synchronized void gone(ChannelWorker worker) {
        workers.remove(worker);
        hireIfNeeded();
    }

    private void hireIfNeeded() {
        boolean nobodyFree = busy >= workers.size() && workers.size() < most;
        if (running && (nobodyFree || workers.size() < least)) {
            hire();
        }
    }

    private void hire() {
        threads.removeIf(thread -> !thread.isAlive());
        ChannelWorker worker = hiring.apply(this);
        Thread thread = new ShelteredThread(worker, freeName());
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((t, error) -> log.atError()
                .addKeyValue("channel", channel)
                .setCause(error)
                .log("worker ended by an error that nobody expected"));
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            log.atWarn().addKeyValue("channel", channel).setCause(e).log("no thread for another worker");
            return;
        }
        workers.add(worker);
        threads.add(thread);
    }

    private String freeName() {
        Set<String> taken = threads.stream().map(Thread::getName).collect(Collectors.toSet());
        int number = 0;
        while (taken.contains(name(number))) {
            number++;
        }
        return name(number);
    }

    private String name(int number) {
        return "channel-" + channel + "-" + number;
    }

    /** Returns when every worker has ended, or after that time. */
    void awaitEnded(Duration within) throws InterruptedException {
        long deadline = System.nanoTime() + within.toNanos();
        for (Thread thread : threads()) {
            thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
        }
    }

    boolean hasEnded() {
        return threads().stream().noneMatch(Thread::isAlive);
    }

    /** Interrupts workers that did not end. */
    void interrupt() {
        threads().forEach(Thread::interrupt);
    }

    private synchronized List<Thread> threads() {
        return List.copyOf(threads);
    }
}
