package org.renkei.broker.table;

import java.time.Duration;
import java.util.Optional;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.database.Database;
import org.renkei.database.DatabaseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a database answers. Once it did not, nobody is kept waiting for it any more: senders are refused at once and workers wait
 * here, until the thread {@code database-NAME} has had an answer. Told once when it goes and once when it is back. Thread-safe.
 */
final class DatabaseHealth implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DatabaseHealth.class);
    private static final Duration PROBE_EVERY = Duration.ofMillis(250);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    private final String name;
    private final Database database;
    private final Thread thread;
    private boolean closed;
    private RenkeiException away;
    private long awaySinceNanos;

    DatabaseHealth(String name, Database database) {
        this.name = name;
        this.database = database;
        this.thread = new Thread(this::probe, "database-" + name);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((t, error) -> log.atError()
                .addKeyValue("database", name)
                .setCause(error)
                .log("its watch ended by an error that nobody expected"));
        thread.start();
    }

    /** It did not answer. */
    synchronized RenkeiException goneAway(DatabaseException cause) {
        if (away == null && !closed) {
            awaySinceNanos = System.nanoTime();
            log.atWarn()
                    .addKeyValue("database", name)
                    .addKeyValue("cause", cause.getMessage())
                    .log("database is away: its channels refuse senders and their workers wait");
        }
        away = new RenkeiException(
                ErrorCode.DATABASE_AWAY, "database " + name + " is away: " + cause.getMessage(), cause);
        notifyAll();
        return away;
    }

    synchronized Optional<RenkeiException> away() {
        return Optional.ofNullable(away);
    }

    /** Returns true at once if it answers, else when it does, or false after {@code wait}. */
    synchronized boolean awaitBack(Duration wait) throws InterruptedException {
        long deadline = System.nanoTime() + wait.toNanos();
        while (away != null && !closed) {
            long millis = (deadline - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                return false;
            }
            wait(millis);
        }
        return away == null;
    }

    private void probe() {
        try {
            while (awaitAway()) {
                if (answers()) {
                    back();
                } else {
                    pause();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean awaitAway() throws InterruptedException {
        while (away == null && !closed) {
            wait();
        }
        return !closed;
    }

    private boolean answers() {
        try {
            database.check();
            return true;
        } catch (DatabaseException e) {
            return false;
        }
    }

    private synchronized void back() {
        away = null;
        log.atInfo()
                .addKeyValue("database", name)
                .addKeyValue("away", Duration.ofNanos(System.nanoTime() - awaySinceNanos))
                .log("database is back");
        notifyAll();
    }

    private synchronized void pause() throws InterruptedException {
        if (!closed) {
            wait(PROBE_EVERY.toMillis());
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            thread.join(LONGEST_CLOSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
