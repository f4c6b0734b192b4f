package org.renkei.services.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.renkei.database.DatabaseException;
import org.renkei.routes.engine.KeptResult;
import org.renkei.routes.engine.KeptResults;
import org.renkei.tracking.journey.Journey;
import org.renkei.tracking.journey.Journeys;

/** What became of jobs, for those who submit them: the results that are kept, and what tracking knows of jobs that have none. */
final class JobResults {
    private static final Duration LOOK_AT_JOB_EVERY = Duration.ofSeconds(2);

    /** A result may come a moment after tracking knows of the end. */
    private static final Duration RESULT_COMES_WITHIN = Duration.ofSeconds(3);

    private final KeptResults kept;
    private final Journeys journeys;
    private final Clock clock;

    JobResults(KeptResults kept, Journeys journeys, Clock clock) {
        this.kept = kept;
        this.journeys = journeys;
        this.clock = clock;
    }

    Optional<KeptResult> find(String id, String user) {
        return kept.find(id, user);
    }

    /**
     * Empty if it has not come by then, or will not come, since the job has ended and nothing is kept of it.
     *
     * @param id a job's id, or a correlation id
     */
    CompletableFuture<Optional<KeptResult>> await(String id, String user, Duration wait) {
        Duration part = wait.compareTo(LOOK_AT_JOB_EVERY) < 0 ? wait : LOOK_AT_JOB_EVERY;
        return kept.await(id, user)
                .completeOnTimeout(null, part.toMillis(), TimeUnit.MILLISECONDS)
                .thenComposeAsync(found -> found != null || part.equals(wait) || isOver(id)
                        ? CompletableFuture.completedFuture(Optional.ofNullable(found))
                        : await(id, user, wait.minus(part)));
    }

    boolean delete(String job, String user) {
        return kept.delete(job, user);
    }

    /** Empty if tracking does not know the job, or does not answer. */
    Optional<Journey> journey(String job) {
        try {
            return journeys.find(job);
        } catch (DatabaseException e) {
            return Optional.empty();
        }
    }

    private boolean isOver(String job) {
        Instant before = clock.instant().minus(RESULT_COMES_WITHIN);
        return journey(job)
                .filter(journey ->
                        journey.endedAt() != null && journey.endedAt().isBefore(before))
                .isPresent();
    }
}
