package org.renkei.routes.flow;

/** What becomes of what a command prints, or an HTTP endpoint answers. */
public enum Output {
    /** Nothing: the job goes on with the body that it had. */
    IGNORE,
    /** The new body. */
    BODY
}
