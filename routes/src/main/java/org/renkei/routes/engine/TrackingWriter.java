package org.renkei.routes.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.renkei.broker.channel.Body;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.ChannelSession;
import org.renkei.broker.channel.Channels;
import org.renkei.tracking.journey.StepEvent;
import org.renkei.tracking.store.TrackingStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drains the tracking queue into the tracking database: one thread, large batches, the queue acknowledged after the
 * database has committed. While the database is away, the queue keeps the events and jobs go on; the writer tries again
 * for ever, and says so once.
 */
final class TrackingWriter implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(TrackingWriter.class);
    private static final String SWEEP = Ticket.PREFIX + "sweep";
    private static final int MOST_EVENTS = 4_000;
    private static final Duration WAIT = Duration.ofMillis(200);

    /**
     * Drains begin this far apart while there is not much to do: the events of a job that came together cost one row of its
     * journey instead of one for each step.
     */
    private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final int MUCH = MOST_EVENTS / 2;
    private static final long LONGEST_BACKOFF_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Channels channels;
    private final TrackingStore store;
    private final TrackingInbox inbox;
    private final Clock clock;
    private final String node;
    private final Thread thread = new Thread(this, "tracking-writer");
    private final AtomicInteger lost = new AtomicInteger();
    private volatile boolean running = true;
    private volatile String problem;

    TrackingWriter(Channels channels, TrackingStore store, Clock clock, String node) {
        this.channels = channels;
        this.store = store;
        this.inbox = new TrackingInbox(store.writer());
        this.clock = clock;
        this.node = node;
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((t, error) ->
                log.atError().setCause(error).log("tracking writer ended by an error that nobody expected"));
    }

    void start() {
        thread.start();
    }

    /**
     * Sends the mark behind all events so far. When the writer comes to it, whatever tracking then believes to be in memory
     * is LOST: at a start, because memory is new; at a forced stop, because it is about to go.
     */
    void markSweep() {
        channels.send(
                Channels.TRACKING,
                ChannelMessage.of(Body.EMPTY)
                        .withProperties(Map.of(SWEEP, clock.instant().toString())));
    }

    int lost() {
        return lost.get();
    }

    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    @Override
    public void run() {
        long backoffNanos = TimeUnit.MILLISECONDS.toNanos(100);
        while (running) {
            try (ChannelSession session = channels.open(Channels.TRACKING)) {
                while (running) {
                    long began = System.nanoTime();
                    if (drain(session) < MUCH) {
                        LockSupport.parkNanos(PACE_NANOS - (System.nanoTime() - began));
                    }
                    well();
                    backoffNanos = TimeUnit.MILLISECONDS.toNanos(100);
                }
            } catch (RuntimeException | Error e) {
                away(e);
                LockSupport.parkNanos(backoffNanos);
                backoffNanos = Math.min(LONGEST_BACKOFF_NANOS, backoffNanos * 2);
            }
        }
    }

    /** @return how many events it brought */
    private int drain(ChannelSession session) {
        List<StepEvent> events = new ArrayList<>();
        Instant sweep = null;
        ChannelMessage message = session.receive(WAIT);
        if (message == null) {
            return 0;
        }
        while (message != null) {
            sweep = sweepOf(message);
            if (sweep == null) {
                inbox.read(message, events, session);
            }
            message = sweep == null && events.size() < MOST_EVENTS ? session.receiveNow() : null;
        }
        inbox.store(events, session);
        if (sweep != null) {
            sweepLost(sweep);
        }
        session.commit();
        return events.size();
    }

    private static Instant sweepOf(ChannelMessage message) {
        String at = message.text(SWEEP);
        return at == null ? null : Instant.parse(at);
    }

    private void sweepLost(Instant at) {
        int swept = store.lostSweep().sweep(at, node);
        lost.addAndGet(swept);
        if (swept > 0) {
            log.atWarn()
                    .addKeyValue("jobs", swept)
                    .log("were in volatile channels when the system stopped, and are lost");
        }
    }

    private void away(Throwable e) {
        if (problem == null && running) {
            log.atWarn()
                    .addKeyValue("cause", e.toString())
                    .log("tracking database is away, its events wait in " + Channels.TRACKING);
        }
        problem = "tracking is behind: " + e.getMessage();
    }

    private void well() {
        if (problem != null) {
            problem = null;
            log.info("tracking database is back");
        }
    }

    /** Ends after the batch in hand. It is never interrupted, since that would close the files of an H2 database. */
    void stop() {
        running = false;
        LockSupport.unpark(thread);
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
