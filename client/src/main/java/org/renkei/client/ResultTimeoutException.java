package org.renkei.client;

import java.time.Duration;

/**
 * The wait ended before a result came; the job goes on. Its result waits where it was asked for until the validity that its flow
 * gives it has passed: {@link RenkeiClient#result} fetches it by {@link #correlationId()}, in this program or in another.
 */
public final class ResultTimeoutException extends RenkeiClientException {
    private static final long serialVersionUID = 1L;

    /** Whose result it is. */
    private final String correlationId;

    /** @param cause the trouble with the connection that kept it from looking to the end; null if there was none */
    ResultTimeoutException(String correlationId, Duration waited, Throwable cause) {
        super(null, "no result of " + correlationId + " within " + waited, cause);
        this.correlationId = correlationId;
    }

    /**
     * What to fetch the result by.
     *
     * @return the correlation id of the job
     */
    public String correlationId() {
        return correlationId;
    }
}
