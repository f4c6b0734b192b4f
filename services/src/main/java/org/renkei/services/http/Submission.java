package org.renkei.services.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.renkei.broker.channel.Priority;
import org.renkei.routes.engine.FlowEngine;
import org.renkei.routes.engine.JobResult;
import org.renkei.routes.engine.Submitted;

/** A job handed in over HTTP, whose sender may wait for its end. */
final class Submission {
    private final FlowEngine engine;

    Submission(FlowEngine engine) {
        this.engine = engine;
    }

    Accepted submit(String flow, String body, String correlation, Priority priority) {
        return new Accepted(engine.submit(flow, body, correlation, priority), null);
    }

    /** The {@link JobResult}, or {@link Accepted} if it has not come by then; the job goes on. */
    CompletableFuture<Object> submitAndWait(
            String flow, String body, String correlation, Priority priority, Duration wait) {
        Submitted submitted = engine.submitAndWait(flow, body, correlation, priority);
        Accepted stillUnderWay =
                new Accepted(submitted.job(), "no result within " + wait.toSeconds() + " s; the job goes on");
        return submitted
                .result()
                .thenApply(Object.class::cast)
                .completeOnTimeout(stillUnderWay, wait.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((result, error) -> submitted.result().cancel(false));
    }

    /**
     * The job is in its start channel.
     *
     * @param job its id
     * @param note null if there is nothing to say
     */
    record Accepted(String job, String note) {}
}
