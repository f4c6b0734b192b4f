package org.renkei.database;

/** A database cannot be reached, or it refused a statement. */
public class DatabaseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean retryable;

    /**
     * @param message which database, what went wrong, what to do
     * @param cause what the database or its driver said
     * @param retryable see {@link #retryable()}
     */
    public DatabaseException(String message, Throwable cause, boolean retryable) {
        super(message, cause);
        this.retryable = retryable;
    }

    /**
     * True if the same call may succeed later: the database was down, busy or full. False if it refused the data or the
     * statement, and always will.
     */
    public boolean retryable() {
        return retryable;
    }
}
