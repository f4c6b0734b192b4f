package org.renkei.tracking.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.renkei.database.DatabaseException;
import org.renkei.tracking.journey.JourneyPurge;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes old journeys every hour, on a thread of its own named {@code tracking-retention}. */
public final class Retention implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Retention.class);
    private static final Duration PERIOD = Duration.ofHours(1);
    private static final Duration STOP = Duration.ofSeconds(5);
    private static final int CHUNK = 500;

    private final JourneyPurge purge;
    private final boolean compacts;
    private final Duration keep;
    private final Clock clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "tracking-retention");
        made.setDaemon(true);
        return made;
    });

    /**
     * @param compacts whether it may close the database for a moment to give its space back: not if others have it open
     * @param keep how long a journey is kept after its end
     * @param clock by which it grows old
     */
    public Retention(JourneyPurge purge, boolean compacts, Duration keep, Clock clock) {
        this.purge = purge;
        this.compacts = compacts;
        this.keep = keep;
        this.clock = clock;
    }

    /** Deletes now, and then every hour. */
    public void start() {
        thread.scheduleWithFixedDelay(this::deleteOld, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void deleteOld() {
        Instant before = clock.instant().minus(keep);
        try {
            int deleted = delete(before);
            boolean compacted = compacts && deleted > 0 && !thread.isShutdown() && purge.giveBackSpace();
            log.atInfo()
                    .addKeyValue("journeys", deleted)
                    .addKeyValue("before", before)
                    .addKeyValue("compacted", compacted)
                    .log("old journeys deleted");
        } catch (DatabaseException e) {
            log.atWarn().setCause(e).log("old journeys not deleted; the next try is in an hour");
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("deleting old journeys failed");
        }
    }

    private int delete(Instant before) {
        int deleted = 0;
        int last = CHUNK;
        while (last == CHUNK && !thread.isShutdown()) {
            last = purge.oneChunk(before, CHUNK);
            deleted += last;
        }
        return deleted;
    }

    /** Ends after the chunk in hand; waits at most five seconds for that. */
    @Override
    public void close() {
        // Not by an interrupt: it would close the file of an H2 database under everybody.
        thread.shutdown();
        try {
            if (!thread.awaitTermination(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                log.atWarn().log("tracking-retention did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
