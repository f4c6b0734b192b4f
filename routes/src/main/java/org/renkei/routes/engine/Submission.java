package org.renkei.routes.engine;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.Channels;
import org.renkei.broker.channel.Priority;

/** Puts jobs into the start channels of flows, as any producer would, but with an id that is known at once. Thread-safe. */
final class Submission {
    private final LiveFlows live;
    private final Channels channels;
    private final LocalResults results;

    Submission(LiveFlows live, Channels channels, LocalResults results) {
        this.live = live;
        this.channels = channels;
        this.results = results;
    }

    String submit(String flow, String body, String correlationId, Priority priority) {
        String job = JobIds.fresh();
        send(flow, Map.of(TicketProperties.SUBMITTED_AS, job), body, correlationId, priority);
        return job;
    }

    Submitted submitAndWait(String flow, String body, String correlationId, Priority priority) {
        String job = JobIds.fresh();
        CompletableFuture<JobResult> result = results.await(job);
        try {
            send(
                    flow,
                    Map.of(TicketProperties.SUBMITTED_AS, job, TicketProperties.AWAITED, results.address()),
                    body,
                    correlationId,
                    priority);
        } catch (RuntimeException e) {
            result.cancel(false);
            throw e;
        }
        return new Submitted(job, result);
    }

    private void send(
            String flowName, Map<String, Object> ticket, String body, String correlationId, Priority priority) {
        channels.send(
                live.flow(flowName).start(),
                ChannelMessage.of(body)
                        .withProperties(ticket)
                        .withCorrelationId(correlationId)
                        .withPriority(priority));
    }
}
