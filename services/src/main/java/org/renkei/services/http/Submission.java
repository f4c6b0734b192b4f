package org.renkei.services.http;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.renkei.broker.channel.Priority;
import org.renkei.routes.engine.FlowEngine;
import org.renkei.routes.engine.JobResult;
import org.renkei.tracking.TrackingException;
import org.renkei.tracking.journey.Journey;
import org.renkei.tracking.journey.JourneyQuery;
import org.renkei.tracking.journey.Journeys;

/** A job handed in over HTTP, whose sender may wait for its end. */
final class Submission {
    private final FlowEngine engine;
    private final Journeys journeys;

    Submission(FlowEngine engine, Journeys journeys) {
        this.engine = engine;
        this.journeys = journeys;
    }

    Accepted submit(String flow, String body, String correlation, Priority priority) {
        return new Accepted(engine.submit(flow, body, correlation, priority), null);
    }

    /** The {@link JobResult}, or {@link Accepted} if it has not come by then; the job goes on. */
    CompletableFuture<Object> submitAndWait(
            String flow, String body, String correlation, Priority priority, Duration wait) {
        // without a correlation id of its own the job could not be found again when the time is over
        String findable = correlation == null ? "wait-" + UUID.randomUUID() : correlation;
        return engine.submitAndWait(flow, body, findable, priority)
                .thenApply(Object.class::cast)
                .completeOnTimeout(new TimeOver(findable), wait.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(result -> result instanceof TimeOver over ? stillUnderWay(over, wait) : result);
    }

    private Accepted stillUnderWay(TimeOver over, Duration wait) {
        String note = "no result within " + wait.toSeconds() + " s; the job goes on: look for correlation id "
                + over.correlation();
        return new Accepted(jobOf(over.correlation()).orElse(null), note);
    }

    private Optional<String> jobOf(String correlation) {
        try {
            return journeys
                    .search(JourneyQuery.builder()
                            .correlationId(correlation)
                            .limit(1)
                            .build())
                    .stream()
                    .map(Journey::job)
                    .findFirst();
        } catch (TrackingException e) {
            return Optional.empty();
        }
    }

    /**
     * The job is in its start channel.
     *
     * @param job its id; null if it was not to be found
     * @param note null if there is nothing to say
     */
    record Accepted(String job, String note) {}

    private record TimeOver(String correlation) {}
}
