package org.renkei.database;

/** The database is down, or cannot be reached, or cannot write: nothing can be done until it is back. */
public class Unreachable extends DatabaseException {

    private static final long serialVersionUID = 1L;

    Unreachable(String message, Throwable cause) {
        super(message, cause, true);
    }
}
