package org.renkei.tracking.journey;

import java.time.Instant;

/**
 * Where a job stands, folded from its events.
 *
 * @param job the job's id
 * @param flow the flow's name
 * @param version the flow's version that the job runs on
 * @param correlationId the producer's; null if it gave none
 * @param parent the job whose step started this one; null if a producer did
 * @param state RUNNING as long as a message of it is on its way
 * @param step where it was sent last, or else the step that ended it; of several branches the last heard of, unless one failed;
 *     null if it ended in its start channel
 * @param channel the channel of that step
 * @param open how many of its messages are on their way
 * @param balance what its known events put onto the way less what they took off it; differs from {@code open} while
 *     events of it are missing
 * @param failed how many of its branches gave up and were not taken up again
 * @param expired how many of its branches expired
 * @param lost how many of its branches were lost in memory
 * @param compensated how many of its branches gave up and were undone
 * @param cancelled how many of its branches an operator ended
 * @param redelivered how many passes may have run before, without a trace
 * @param attempts how many times a step ran, repeats included
 * @param partial true if its start was not seen, since the database was lost or is younger than the job
 * @param error the last error it met, also if it was overcome; null if none
 * @param startedAt when it was received from its start channel; if partial, the begin of the first pass seen
 * @param updatedAt the latest end of a pass
 * @param endedAt when its last message came to its end; null while RUNNING
 */
public record Journey(
        String job,
        String flow,
        String version,
        String correlationId,
        String parent,
        JourneyState state,
        String step,
        String channel,
        int open,
        int balance,
        int failed,
        int expired,
        int lost,
        int compensated,
        int cancelled,
        int redelivered,
        int attempts,
        boolean partial,
        String error,
        Instant startedAt,
        Instant updatedAt,
        Instant endedAt) {

    /** For {@link JourneyQuery.Builder#after}: the search goes on behind this journey. */
    public JourneyCursor cursor() {
        return new JourneyCursor(startedAt, job);
    }

    boolean hasBadEnds() {
        return failed + expired + lost > 0;
    }
}
