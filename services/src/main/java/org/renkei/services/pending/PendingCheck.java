package org.renkei.services.pending;

import java.util.List;

/**
 * What is pending, and what a stop now would do to it (D4). Immutable.
 *
 * @param words the verdict as a sentence
 * @param channels the declared channels that flows work with, durable dead letters left out
 * @param unfinishedJobs messages of jobs under way, by tracking; null if tracking could not be asked
 * @param trackingBacklog events on their way to the tracking database
 * @param deadLetters jobs that gave up and wait for an operator; safe, unless their channel is volatile
 * @param inMotion true if messages moved during the check, so that channels and tracking could not be compared
 * @param disagreements where channels and tracking differ while nothing moves, one sentence each
 * @param notes what else to know
 */
public record PendingCheck(
        Verdict verdict,
        String words,
        List<ChannelPending> channels,
        long queued,
        long scheduled,
        long inProcess,
        long wouldLose,
        Long unfinishedJobs,
        long trackingBacklog,
        long deadLetters,
        boolean inMotion,
        List<String> disagreements,
        List<String> notes) {

    public boolean wouldLoseMessages() {
        return verdict == Verdict.WOULD_LOSE;
    }
}
