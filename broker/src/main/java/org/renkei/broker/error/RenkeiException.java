package org.renkei.broker.error;

/**
 * The root of every exception that Renkei throws on purpose. Its message starts with the code and says what failed,
 * which one, the numbers, and what to do next.
 */
public class RenkeiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public RenkeiException(ErrorCode code, String message) {
        this(code, message, null);
    }

    /** @param cause what led here, or null */
    public RenkeiException(ErrorCode code, String message, Throwable cause) {
        super(code + " " + message, cause);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }

    public Category category() {
        return code.category();
    }
}
