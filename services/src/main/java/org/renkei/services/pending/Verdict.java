package org.renkei.services.pending;

/** The answer to "is it safe to stop now?" (D4). */
public enum Verdict {
    /** Nothing waits and nothing runs. */
    SAFE,
    /** Only durable messages wait; they go on at the next start. */
    SUSPENDED,
    /** A stop would lose messages of volatile channels. */
    WOULD_LOSE
}
