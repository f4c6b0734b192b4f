package org.renkei.services.http;

import java.time.Instant;
import org.renkei.routes.engine.JobResult;
import org.renkei.routes.engine.KeptResult;
import org.renkei.tracking.journey.Journey;
import org.renkei.tracking.journey.JourneyState;

/**
 * A job's end, as its sender is told.
 *
 * @param correlation null if the result is not kept
 * @param body null if it failed, or if its result is not kept
 * @param validUntil how long the result is kept; null if it is not
 * @param repeated true if the request is not the one that started the job; else null
 */
record Ended(
        String job, String correlation, String state, String body, String error, Instant validUntil, Boolean repeated) {

    static Ended of(JobResult result) {
        return new Ended(result.job(), null, result.state(), result.body(), result.error(), null, null);
    }

    static Ended of(KeptResult kept) {
        JobResult result = kept.result();
        return new Ended(
                result.job(),
                kept.correlationId(),
                result.state(),
                result.body(),
                result.error(),
                kept.validUntil(),
                null);
    }

    /** As tracking knows it. */
    static Ended of(Journey journey) {
        // An error that was overcome is none.
        String error = journey.state() == JourneyState.COMPLETED ? null : journey.error();
        return new Ended(journey.job(), null, journey.state().name(), null, error, null, null);
    }

    Ended again() {
        return new Ended(job, correlation, state, body, error, validUntil, true);
    }
}
