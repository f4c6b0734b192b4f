package org.renkei.database;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that is done again and again on a daemon thread of its own, which may call an embedded database. A round that fails is logged, if
 * the one before did not fail, and the next one comes all the same. The rounds may be ended by any thread.
 */
public final class RepeatedWork implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RepeatedWork.class);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    private final String name;
    private final Runnable work;
    private final ScheduledExecutorService thread;
    private boolean failing;

    /**
     * @param name of the thread
     * @param work one round; what it throws is logged
     */
    public RepeatedWork(String name, Runnable work) {
        this.name = name;
        this.work = work;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new ShelteredThread(task, name);
            made.setDaemon(true);
            return made;
        });
    }

    /**
     * @param first until the first round
     * @param pause from the end of a round to the next one
     */
    public void start(Duration first, Duration pause) {
        thread.scheduleWithFixedDelay(this::round, first.toNanos(), pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** An executor would do no more rounds after one that threw. */
    private void round() {
        try {
            work.run();
            failing = false;
        } catch (RuntimeException | Error e) {
            if (!failing && !isEnded()) {
                log.atError().addKeyValue("thread", name).setCause(e).log("failed, and is tried again");
            }
            failing = true;
        }
    }

    /** Whether no further round will come; one that is long may look at it. */
    public boolean isEnded() {
        return thread.isShutdown();
    }

    /** Lets no further round begin, and does not wait for the one that is under way. */
    public void end() {
        // Never by an interrupt, which may break what it is writing.
        thread.shutdown();
    }

    /** After {@link #end()}. @return false if the last round is still under way */
    public boolean awaitEnd(Duration longest) {
        try {
            if (thread.awaitTermination(longest.toNanos(), TimeUnit.NANOSECONDS)) {
                return true;
            }
            log.atWarn().addKeyValue("thread", name).log("did not end in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /** Ends it, and waits for the round that is under way, at most five seconds. */
    @Override
    public void close() {
        end();
        awaitEnd(LONGEST_CLOSE);
    }
}
