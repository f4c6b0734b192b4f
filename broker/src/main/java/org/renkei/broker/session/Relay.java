package org.renkei.broker.session;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.renkei.broker.table.RelayLine;
import org.renkei.database.ShelteredThread;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries what transactions of one database sent to elsewhere, on the thread {@code relay-NAME}. It is stored there first and
 * deleted here second; each message carries its row's key, under which the other side takes it once.
 */
public final class Relay implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Relay.class);
    private static final int MOST = 500;
    private static final Duration WAIT = Duration.ofSeconds(1);
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(50);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);

    private final RelayLine line;
    private final SteadyMember steady;
    private final RelayCarrier carrier;
    private final Thread thread;
    private volatile boolean running = true;
    private Duration backoff = FIRST_BACKOFF;

    /** @param notes a file for what the relay must know after a crash, if there are several brokers */
    public Relay(RelayLine line, BrokerConnections connections, Destinations destinations, Path notes, Clock clock) {
        this.line = line;
        this.steady = new SteadyMember(connections, notes, line.waiting() > 0);
        this.carrier = new RelayCarrier(line.database(), connections, steady, destinations, clock);
        this.thread = new ShelteredThread(this::run, "relay-" + line.database());
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((t, error) -> log.atError()
                .addKeyValue("database", line.database())
                .setCause(error)
                .log("relay ended by an error that nobody expected"));
    }

    /** Carries what an earlier process left, and goes on with what comes. */
    public void start() {
        carryAll();
        thread.start();
    }

    private void run() {
        try {
            while (running) {
                long seen = line.calls();
                if (line.awaitBack(WAIT) && carryAll()) {
                    line.await(seen, running ? WAIT : Duration.ZERO);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return false if it failed and shall be tried again at once, after a pause that it has made */
    private boolean carryAll() {
        try {
            while (running && line.carry(MOST, carrier) > 0) {
                backoff = FIRST_BACKOFF;
            }
            if (line.waiting() == 0) {
                steady.drained();
            }
            return true;
        } catch (RuntimeException | Error e) {
            carrier.disconnect();
            log.atWarn()
                    .addKeyValue("database", line.database())
                    .addKeyValue("cause", e.getMessage())
                    .log("relay interrupted, it goes on where it was");
            pause();
            return false;
        }
    }

    private void pause() {
        try {
            Thread.sleep(running ? backoff.toMillis() : 0);
            backoff =
                    backoff.multipliedBy(2).compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : backoff.multipliedBy(2);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many messages have not been carried yet. */
    public long waiting() {
        return line.waiting();
    }

    /** Ends after the rows in hand; what is left goes on at the next start. */
    @Override
    public void close() {
        running = false;
        line.database().triggeredRelay();
        try {
            thread.join(LONGEST_CLOSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        carrier.disconnect();
    }
}
