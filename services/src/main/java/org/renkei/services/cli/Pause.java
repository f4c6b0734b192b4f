package org.renkei.services.cli;

import java.time.Duration;

/** Waits between two looks at something that changes by itself. */
public final class Pause {
    private Pause() {}

    /** @throws CommandException if the thread is interrupted, which stays so */
    public static void of(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted");
        }
    }
}
