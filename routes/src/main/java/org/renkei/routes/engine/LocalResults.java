package org.renkei.routes.engine;

import java.util.ArrayList;
import java.util.List;
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

    /** Several may wait for one job, if they submit it with one duplicate key at the same time. */
    private final Map<String, List<CompletableFuture<JobResult>>> waiting = new ConcurrentHashMap<>();

    private final String address;

    LocalResults(Channels channels) {
        this.address = channels.answers(this::arrived).orElse(HERE);
    }

    /** The reply address of jobs that are submitted here. */
    String address() {
        return address;
    }

    /** True if a job may end in another process. */
    boolean comeFromElsewhere() {
        return !HERE.equals(address);
    }

    CompletableFuture<JobResult> await(String job) {
        CompletableFuture<JobResult> future = new CompletableFuture<>();
        waiting.compute(job, (id, others) -> with(others, future));
        future.whenComplete((result, error) -> waiting.computeIfPresent(job, (id, all) -> without(all, future)));
        return future;
    }

    private static List<CompletableFuture<JobResult>> with(
            List<CompletableFuture<JobResult>> others, CompletableFuture<JobResult> one) {
        List<CompletableFuture<JobResult>> all = others == null ? new ArrayList<>(1) : new ArrayList<>(others);
        all.add(one);
        return all;
    }

    private static List<CompletableFuture<JobResult>> without(
            List<CompletableFuture<JobResult>> all, CompletableFuture<JobResult> one) {
        List<CompletableFuture<JobResult>> others =
                all.stream().filter(other -> other != one).toList();
        return others.isEmpty() ? null : others;
    }

    private void arrived(ChannelMessage answer) {
        String error = answer.text(DeadLetter.ERROR);
        String body = error == null ? JobJson.shown(answer.body()) : null;
        arrived(new JobResult(answer.text(TicketProperties.JOB), answer.text(JobEnd.STATE), body, error));
    }

    void arrived(JobResult result) {
        if (result.job() != null) {
            waiting.getOrDefault(result.job(), List.of()).forEach(future -> future.complete(result));
        }
    }
}
