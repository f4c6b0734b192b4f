package org.renkei.routes.engine;

import java.time.Instant;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.routes.dead.DeadLetter;

/**
 * A result that waits for whoever fetches it.
 *
 * @param result of the job
 * @param correlationId the producer's; the job's id if it gave none over HTTP
 * @param keptFor the user who submitted the job over HTTP; null if it came as a message
 * @param validUntil when it goes, if nobody deletes it before
 */
public record KeptResult(JobResult result, String correlationId, String keptFor, Instant validUntil) {

    static KeptResult of(ChannelMessage message) {
        String error = message.text(DeadLetter.ERROR);
        return new KeptResult(
                new JobResult(
                        message.text(TicketProperties.JOB),
                        message.text(JobEnd.STATE),
                        error == null ? JobJson.shown(message.body()) : null,
                        error),
                message.correlationId(),
                message.text(TicketProperties.KEPT_FOR),
                message.expiresAt());
    }

    boolean isOf(String id) {
        return id.equals(result.job()) || id.equals(correlationId);
    }

    /** What came as a message may be read by all who may submit, as over JMS. */
    boolean isFor(String user, Instant now) {
        return (keptFor == null || keptFor.equals(user)) && (validUntil == null || validUntil.isAfter(now));
    }
}
