package org.renkei.services;

import java.io.PrintStream;
import java.time.Duration;
import org.renkei.services.lifecycle.Progress;

/** One line for each stage, as {@code   broker ............ 812 ms}. */
final class ProgressLines implements Progress {
    private static final int WIDTH = 24;

    private final PrintStream out;

    ProgressLines(PrintStream out) {
        this.out = out;
    }

    @Override
    public void started(String stage, Duration took) {
        line(stage, took.toMillis() + " ms");
    }

    @Override
    public void stopped(String stage, Duration took) {
        line(stage, "stopped, " + took.toMillis() + " ms");
    }

    @Override
    public void failed(String stage, String reason) {
        line(stage, "failed: " + reason);
    }

    private void line(String stage, String what) {
        out.println("  " + stage + " " + ".".repeat(Math.max(3, WIDTH - stage.length())) + " " + what);
    }
}
