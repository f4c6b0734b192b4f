package org.renkei.routes.engine;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.Channels;
import org.renkei.routes.dead.DeadLetter;

/**
 * Results that somebody in this very process waits for. If other processes share the broker, a job may end in one of them, which then
 * sends its result here. Thread-safe; a restart forgets them, not the jobs.
 */
final class LocalResults {
    /** The reply address of a job that somebody here waits for. No producer can name it. */
    static final String HERE = "here";

    private final Map<String, CompletableFuture<JobResult>> waiting = new ConcurrentHashMap<>();
    private final String address;

    LocalResults(Channels channels) {
        this.address = channels.answers(this::arrived).orElse(HERE);
    }

    /** The reply address of jobs that are submitted here. */
    String address() {
        return address;
    }

    CompletableFuture<JobResult> await(String job) {
        CompletableFuture<JobResult> future = new CompletableFuture<>();
        waiting.put(job, future);
        future.whenComplete((result, error) -> waiting.remove(job));
        return future;
    }

    private void arrived(ChannelMessage answer) {
        String error = answer.text(DeadLetter.ERROR);
        String body = error == null ? JobJson.shown(answer.body()) : null;
        arrived(new JobResult(answer.text(TicketProperties.JOB), answer.text(JobEnd.STATE), body, error));
    }

    void arrived(JobResult result) {
        CompletableFuture<JobResult> future = result.job() == null ? null : waiting.get(result.job());
        if (future != null) {
            future.complete(result);
        }
    }
}
