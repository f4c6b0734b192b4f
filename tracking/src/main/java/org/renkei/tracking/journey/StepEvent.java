package org.renkei.tracking.journey;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What one transaction did with one message of a job. {@code (job, branch, seq)} identifies it for ever: writing it
 * twice is the same as once. {@code seq} counts the passes along a branch; a copy goes on from the number of its origin, so that
 * the event that follows one with {@code seq} n has n + 1 and the branch of the {@link Place} it was sent to.
 *
 * @param job the job's id, a UUID as text
 * @param branch "" for the job itself, see {@link Place#branch()}
 * @param seq 0, with branch "", is the start of the job
 * @param flow the flow's name
 * @param version the flow's version that the job runs on
 * @param correlationId the producer's; null if it gave none
 * @param parent the job whose step started this one; null if a producer did
 * @param step the step's name; null for the start
 * @param channel the channel it was received from
 * @param application what was called; null if nothing was
 * @param attempt 1 for the first
 * @param redelivered true if it may have run before, without a trace: after a crash or a lost broker
 * @param queuedAt when it came into the channel
 * @param startedAt when it was received
 * @param endedAt when its outcome was known
 * @param outcome how it ended
 * @param error why, for any outcome but DONE; null if nothing went wrong
 * @param items what the flow chose to record of it, by name; never null
 * @param next where it went; empty if this branch of the job ends here; never null
 * @param node the process that did it
 */
public record StepEvent(
        String job,
        String branch,
        int seq,
        String flow,
        String version,
        String correlationId,
        String parent,
        String step,
        String channel,
        String application,
        int attempt,
        boolean redelivered,
        Instant queuedAt,
        Instant startedAt,
        Instant endedAt,
        StepOutcome outcome,
        String error,
        Map<String, String> items,
        List<Place> next,
        String node) {

    /** The start of a job: the pass through its flow's start channel. */
    public boolean isStart() {
        return seq == 0 && branch.isEmpty();
    }

    /** How many more messages of the job are on their way after this than before it. */
    public int delta() {
        return outcome == StepOutcome.DUPLICATE ? 0 : next.size() - (isStart() ? 0 : 1);
    }
}
