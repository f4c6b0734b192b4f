package org.renkei.tracking.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.renkei.database.DatabaseException;
import org.renkei.database.RepeatedWork;
import org.renkei.tracking.journey.JourneyPurge;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes old journeys every hour, on a thread of its own named {@code tracking-retention}. */
public final class Retention implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Retention.class);
    private static final Duration PERIOD = Duration.ofHours(1);
    private static final int CHUNK = 500;

    private final JourneyPurge purge;
    private final boolean compacts;
    private final Duration keep;
    private final Clock clock;
    private final RepeatedWork rounds = new RepeatedWork("tracking-retention", this::deleteOld);

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
        rounds.start(Duration.ZERO, PERIOD);
    }

    private void deleteOld() {
        Instant before = clock.instant().minus(keep);
        try {
            int deleted = purge.endedBefore(before, CHUNK, () -> !rounds.isEnded());
            boolean compacted = compacts && deleted > 0 && !rounds.isEnded() && purge.giveBackSpace();
            log.atInfo()
                    .addKeyValue("journeys", deleted)
                    .addKeyValue("before", before)
                    .addKeyValue("compacted", compacted)
                    .log("old journeys deleted");
        } catch (DatabaseException e) {
            log.atWarn().setCause(e).log("old journeys not deleted; the next try is in an hour");
        }
    }

    /** Ends after the chunk in hand; waits at most five seconds for that. */
    @Override
    public void close() {
        rounds.close();
    }
}
