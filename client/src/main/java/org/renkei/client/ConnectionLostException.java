package org.renkei.client;

import java.time.Duration;

/**
 * The server could not be reached, or the connection was lost again and again, until the patience of the client was over. Whether
 * the job was accepted is not known. Submit the same {@link #submission()} again: it carries its duplicate key, so that it starts no
 * second job.
 */
public final class ConnectionLostException extends RenkeiClientException {
    private static final long serialVersionUID = 1L;

    /** What was not confirmed. Not written: a copy of this exception has none. */
    private final transient Submission submission;

    ConnectionLostException(Submission submission, Duration patience, Throwable cause) {
        super(
                null,
                "channel " + submission.channel() + " did not confirm " + submission.correlationId() + " within "
                        + patience + ": " + cause.getMessage(),
                cause);
        this.submission = submission;
    }

    /**
     * What to submit again.
     *
     * @return the same submission; null if this exception was serialised
     */
    public Submission submission() {
        return submission;
    }
}
