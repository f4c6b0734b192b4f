package org.renkei.routes.dead;

/** Where a job goes on that is retried. */
public enum RetryFrom {
    /** The step that gave up. */
    STEP,
    /** The first step of its flow, with the body that the letter has. */
    START
}
