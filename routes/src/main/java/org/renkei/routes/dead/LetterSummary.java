package org.renkei.routes.dead;

import java.time.Instant;

/**
 * A dead letter in one line of a list.
 *
 * @param error null if another program put it into the channel
 * @param origin null likewise
 * @param job null if it is not a job's
 * @param flow null likewise
 * @param step null likewise, and at the start of the flow
 * @param correlationId the producer's; null if it gave none
 * @param size of the body, roughly: characters of a text, bytes of bytes
 */
public record LetterSummary(
        String id,
        String channel,
        Instant diedAt,
        String error,
        String origin,
        String job,
        String flow,
        String step,
        String correlationId,
        long size) {

    static LetterSummary of(DeadLetter letter) {
        return new LetterSummary(
                letter.id(),
                letter.channel(),
                letter.diedAt(),
                letter.error(),
                letter.origin(),
                letter.job(),
                letter.flow(),
                letter.step(),
                letter.message().correlationId(),
                letter.message().body().size());
    }
}
