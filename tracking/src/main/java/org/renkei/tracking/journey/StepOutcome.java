package org.renkei.tracking.journey;

/** How one pass of a job through one step ended. */
public enum StepOutcome {
    /** It went on to the places in {@link StepEvent#next()}, or ended well if there are none. */
    DONE,
    /** It will run in the same step again. */
    AGAIN,
    /** It came to a join, and waits there for the other copies of its job. */
    WAITING,
    /** It gave up. The message is a dead letter, or, if there is a next place, what was done before is undone there. */
    FAILED,
    /** What the step had done was undone. If there is no next place, all was that could be. */
    UNDONE,
    /** An operator ended it: its dead letter was discarded. */
    CANCELLED,
    /** Its validity ended before it was run. */
    EXPIRED,
    /** It was in a volatile channel when the system stopped or crashed. */
    LOST,
    /** A message that had started this job before came once more, and was dropped. */
    DUPLICATE
}
