package org.renkei.broker.error;

/** What the part that met an error should do. Code chooses by category, never by text. */
public enum Category {
    /** This input can never work: set it aside with the reason and go on with the next. */
    REJECT,
    /** The same call may work later: try again. */
    RETRY,
    /** The part cannot go on until somebody changes something. */
    STOP
}
