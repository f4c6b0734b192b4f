package org.renkei.routes.engine;

import java.util.Objects;
import org.renkei.broker.channel.Priority;

/**
 * A job to be submitted. Immutable.
 *
 * @param flow the flow's name
 * @param body text, for example JSON
 * @param correlationId the producer's, may repeat; null for none
 * @param priority defaults to NORMAL
 * @param duplicateKey what is submitted to the same flow with the same key, here or as {@code _AMQ_DUPL_ID} of a message, starts no second
 *     job (B7); null for none
 * @param keptFor the user for whom its result is kept among {@link KeptResults}, for the validity that the flow gives it; null if it is not kept
 */
public record NewJob(
        String flow, String body, String correlationId, Priority priority, String duplicateKey, String keptFor) {

    public NewJob {
        Objects.requireNonNull(flow, "flow");
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(priority, "priority");
    }

    /** With nothing but a correlation id, or null. */
    public static NewJob of(String flow, String body, String correlationId) {
        return new NewJob(flow, body, correlationId, Priority.NORMAL, null, null);
    }

    public NewJob withPriority(Priority newPriority) {
        return new NewJob(flow, body, correlationId, newPriority, duplicateKey, keptFor);
    }

    /** @param newDuplicateKey or null */
    public NewJob withDuplicateKey(String newDuplicateKey) {
        return new NewJob(flow, body, correlationId, priority, newDuplicateKey, keptFor);
    }

    /** @param user or null */
    public NewJob withResultKeptFor(String user) {
        return new NewJob(flow, body, correlationId, priority, duplicateKey, user);
    }
}
