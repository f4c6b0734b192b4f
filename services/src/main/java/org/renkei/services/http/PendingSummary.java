package org.renkei.services.http;

import org.renkei.services.pending.PendingCheck;
import org.renkei.services.pending.Verdict;

/** The pending check without its details. */
record PendingSummary(
        Verdict verdict,
        String words,
        long queued,
        long scheduled,
        long inProcess,
        long wouldLose,
        Long unfinishedJobs,
        long trackingBacklog,
        long deadLetters) {

    static PendingSummary of(PendingCheck check) {
        return new PendingSummary(
                check.verdict(),
                check.words(),
                check.queued(),
                check.scheduled(),
                check.inProcess(),
                check.wouldLose(),
                check.unfinishedJobs(),
                check.trackingBacklog(),
                check.deadLetters());
    }
}
