package org.renkei.client;

import java.util.Optional;

/**
 * The root of what a {@link RenkeiClient} throws. Itself: the server refuses the message or the user for good (no such channel, no
 * right to send there, a message that is too large), the result is of a kind that is not read here, the calling thread was
 * interrupted, or the client was closed. Trying again as it is leads to the same.
 */
public class RenkeiClientException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The code of the failure; null if it has none. */
    private final String code;

    /**
     * @param code as {@code RNK-2009}; null if it has none
     * @param message what failed and why
     * @param cause what led here; null if nothing did
     */
    RenkeiClientException(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /**
     * The stable code by which the page of errors in Renkei's documentation lists the failure, as {@code RNK-2009}.
     *
     * @return empty if the failure was not found by Renkei
     */
    public Optional<String> code() {
        return Optional.ofNullable(code);
    }
}
