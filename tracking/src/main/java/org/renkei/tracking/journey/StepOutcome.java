package org.renkei.tracking.journey;

/** How one pass of a job through one step ended. */
public enum StepOutcome {
    /** It went on to the places in {@link StepEvent#next()}, or ended well if there are none. */
    DONE,
    /** It will run in the same step again. */
    AGAIN,
    /** It gave up; the message is a dead letter. */
    FAILED,
    /** Its validity ended before it was run. */
    EXPIRED,
    /** It was in a volatile channel when the system stopped or crashed. */
    LOST,
    /** A message that had started this job before came once more, and was dropped. */
    DUPLICATE
}
