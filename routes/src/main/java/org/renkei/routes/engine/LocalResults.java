package org.renkei.routes.engine;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Results that somebody in this very process waits for. Thread-safe; a restart forgets them, not the jobs. */
final class LocalResults {
    /** The reply address of a job that somebody here waits for. No producer can name it. */
    static final String HERE = "here";

    private final Map<String, CompletableFuture<JobResult>> waiting = new ConcurrentHashMap<>();

    CompletableFuture<JobResult> await(String job) {
        CompletableFuture<JobResult> future = new CompletableFuture<>();
        waiting.put(job, future);
        future.whenComplete((result, error) -> waiting.remove(job));
        return future;
    }

    void arrived(JobResult result) {
        CompletableFuture<JobResult> future = waiting.get(result.job());
        if (future != null) {
            future.complete(result);
        }
    }
}
