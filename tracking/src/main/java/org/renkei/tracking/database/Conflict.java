package org.renkei.tracking.database;

import org.renkei.tracking.TrackingException;

/** Somebody else stored the same row, or held rows in the opposite order: look again and repeat. */
public class Conflict extends TrackingException {

    private static final long serialVersionUID = 1L;

    Conflict(String message, Throwable cause) {
        super(message, cause, true);
    }
}
