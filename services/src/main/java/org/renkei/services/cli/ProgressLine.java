package org.renkei.services.cli;

import java.io.PrintWriter;

/**
 * What is being done now. On a terminal one line is written over again and again; on a pipe only the steps that have
 * ended are printed. Not thread-safe.
 */
public final class ProgressLine {
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintWriter out;
    private final boolean terminal;

    public ProgressLine(PrintWriter out) {
        this(out, isTerminal());
    }

    ProgressLine(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** True if standard output is a terminal; the launcher knows. */
    public static boolean isTerminal() {
        return Boolean.getBoolean("renkei.terminal");
    }

    /** Shows how far it is, until the next call. */
    public void now(String text) {
        if (terminal) {
            out.print(CLEAR_LINE + text);
            out.flush();
        }
    }

    /** Says what is done, for good. */
    public void done(String text) {
        out.println((terminal ? CLEAR_LINE : "") + text);
        out.flush();
    }

    /** Takes back what {@link #now} shows. */
    public void clear() {
        if (terminal) {
            out.print(CLEAR_LINE);
            out.flush();
        }
    }
}
