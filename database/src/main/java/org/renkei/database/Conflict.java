package org.renkei.database;

/** Somebody else stored the same row, or held rows in the opposite order: look again and repeat. */
public class Conflict extends DatabaseException {

    private static final long serialVersionUID = 1L;

    Conflict(String message, Throwable cause) {
        super(message, cause, true);
    }
}
