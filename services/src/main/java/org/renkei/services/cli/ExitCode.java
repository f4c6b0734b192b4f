package org.renkei.services.cli;

/** What a verb tells the shell. Documented in {@code renkei help}; never renumber. */
public final class ExitCode {
    public static final int DONE = 0;
    public static final int FAILED = 1;
    public static final int USAGE = 2;
    /** Refused, because messages are pending that would be lost. */
    public static final int PENDING = 3;

    public static final int NOT_RUNNING = 4;

    private ExitCode() {}
}
