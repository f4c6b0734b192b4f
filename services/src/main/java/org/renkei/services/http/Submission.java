package org.renkei.services.http;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.renkei.routes.engine.FlowEngine;
import org.renkei.routes.engine.KeptResult;
import org.renkei.routes.engine.NewJob;
import org.renkei.routes.engine.Submitted;

/** A job handed in over HTTP, whose sender may wait for its end, and may repeat the request. */
final class Submission {
    private final FlowEngine engine;
    private final JobResults results;

    Submission(FlowEngine engine, JobResults results) {
        this.engine = engine;
        this.results = results;
    }

    /**
     * {@link Accepted}; or {@link Ended}, if it is a repetition and the job has ended.
     *
     * @param user who asks
     */
    Object submit(NewJob job, String user) {
        Submitted submitted = engine.submit(job);
        return submitted.repeated()
                ? again(submitted.job(), results.find(submitted.job(), user))
                : new Accepted(submitted.job(), null, null);
    }

    /** {@link Ended}, or {@link Accepted} if the result has not come by then; the job goes on. */
    CompletableFuture<Object> submitAndWait(NewJob job, String user, Duration wait) {
        Submitted submitted = engine.submitAndWait(job);
        if (submitted.repeated()) {
            return results.await(submitted.job(), user, wait).thenApply(found -> again(submitted.job(), found));
        }
        Accepted stillUnderWay =
                new Accepted(submitted.job(), "no result within " + wait.toSeconds() + " s; the job goes on", null);
        return submitted
                .result()
                .<Object>thenApply(result -> result == null ? stillUnderWay : Ended.of(result))
                .completeOnTimeout(stillUnderWay, wait.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((result, error) -> submitted.result().cancel(false));
    }

    private Object again(String job, Optional<KeptResult> found) {
        return found.map(Ended::of)
                .or(() -> results.journey(job)
                        .filter(journey -> journey.state().isTerminal())
                        .map(Ended::of))
                .map(ended -> (Object) ended.again())
                .orElseGet(() -> new Accepted(job, "it was accepted before, and has not ended", true));
    }

    /**
     * The job is in its start channel.
     *
     * @param job its id
     * @param note null if there is nothing to say
     * @param repeated true if the request is not the one that started the job; else null
     */
    record Accepted(String job, String note, Boolean repeated) {}
}
