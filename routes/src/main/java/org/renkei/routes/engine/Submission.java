package org.renkei.routes.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.Channels;
import org.renkei.database.DatabaseException;
import org.renkei.tracking.journey.Journeys;

/** Puts jobs into the start channels of flows, as any producer would, but with an id that is known at once. Thread-safe. */
final class Submission {
    private final LiveFlows live;
    private final Channels channels;
    private final LocalResults results;
    private final KeptResults keptResults;
    private final Journeys journeys;
    private final BooleanSupplier trackingIsWell;

    Submission(LiveFlows live, Surroundings surroundings, Journeys journeys) {
        this.live = live;
        this.channels = surroundings.channels();
        this.results = surroundings.localResults();
        this.keptResults = surroundings.keptResults();
        this.journeys = journeys;
        this.trackingIsWell = surroundings.trackingIsWell();
    }

    Submitted submit(NewJob wanted) {
        String job = idOf(wanted);
        boolean first = !isKnown(wanted, job) && send(wanted, job, null);
        return new Submitted(job, !first, null);
    }

    /** Whoever repeats a submission may be another than who made it, and waits for nothing here. */
    Submitted submitAndWait(NewJob wanted) {
        String job = idOf(wanted);
        if (isKnown(wanted, job)) {
            return new Submitted(job, true, null);
        }
        boolean fromQueue = wanted.keptFor() != null && results.comeFromElsewhere();
        CompletableFuture<JobResult> result = fromQueue ? keptResult(wanted, job) : results.await(job);
        boolean first = false;
        try {
            first = send(wanted, job, fromQueue ? null : results.address());
        } finally {
            if (!first) {
                result.cancel(false);
            }
        }
        return new Submitted(job, !first, first ? result : null);
    }

    private CompletableFuture<JobResult> keptResult(NewJob wanted, String job) {
        CompletableFuture<KeptResult> kept = keptResults.await(job, wanted.keptFor());
        CompletableFuture<JobResult> result = new CompletableFuture<>();
        kept.thenAccept(found -> result.complete(found == null ? null : found.result()));
        result.whenComplete((done, error) -> kept.cancel(false));
        return result;
    }

    private static String idOf(NewJob wanted) {
        return wanted.duplicateKey() == null
                ? JobIds.fresh()
                : JobIds.forDuplicateId(wanted.flow(), wanted.duplicateKey());
    }

    /** Longer than its channel knows. */
    private boolean isKnown(NewJob wanted, String job) {
        try {
            return wanted.duplicateKey() != null
                    && trackingIsWell.getAsBoolean()
                    && journeys.find(job).isPresent();
        } catch (DatabaseException e) {
            return false;
        }
    }

    /** @return false if the channel knows its duplicate key */
    private boolean send(NewJob wanted, String job, String awaitedAt) {
        Map<String, Object> properties = new HashMap<>(Map.of(TicketProperties.SUBMITTED_AS, job));
        put(properties, TicketProperties.AWAITED, awaitedAt);
        put(properties, TicketProperties.KEPT_FOR, wanted.keptFor());
        put(properties, JobStart.DUPLICATE_ID, wanted.duplicateKey());
        String start = live.flow(wanted.flow()).start();
        ChannelMessage message = ChannelMessage.of(wanted.body())
                .withProperties(properties)
                .withCorrelationId(wanted.correlationId())
                .withPriority(wanted.priority());
        if (wanted.duplicateKey() != null) {
            return channels.sendOnce(start, message);
        }
        channels.send(start, message);
        return true;
    }

    private static void put(Map<String, Object> properties, String name, String value) {
        if (value != null) {
            properties.put(name, value);
        }
    }
}
