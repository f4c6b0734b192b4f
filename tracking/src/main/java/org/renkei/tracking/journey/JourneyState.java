package org.renkei.tracking.journey;

/** Where a job stands. A bad end is taken back when an operator retries a dead letter. */
public enum JourneyState {
    RUNNING,
    /** Every branch of it ended well. */
    COMPLETED,
    /** At least one branch gave up and lies in the dead letters. */
    FAILED,
    /** A step gave up, and what was done before was undone. */
    COMPENSATED,
    /** Its validity ended before it did. */
    EXPIRED,
    /** At least one branch was in a volatile channel when the system stopped or crashed. */
    LOST,
    /** An operator ended it. */
    CANCELLED;

    public boolean isTerminal() {
        return this != RUNNING;
    }
}
