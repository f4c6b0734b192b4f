package org.renkei.services.cli;

/** A verb cannot do what it should. The message is all that the user sees: what, which, and the next move. */
public class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /** Fails with {@link ExitCode#FAILED}. */
    public CommandException(String message) {
        this(ExitCode.FAILED, message);
    }

    public CommandException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
