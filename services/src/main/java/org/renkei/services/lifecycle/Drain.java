package org.renkei.services.lifecycle;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Waits until what is under way has ended, while nothing new is taken (D4). For one stop. */
final class Drain {
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final StopParts parts;
    private final Consumer<StopProgress> progress;
    private final BooleanSupplier givenUp;
    private final long until;

    /**
     * @param givenUp true if nobody wants it any more
     * @param within how long it may wait altogether
     */
    Drain(StopParts parts, Consumer<StopProgress> progress, BooleanSupplier givenUp, Duration within) {
        this.parts = parts;
        this.progress = progress;
        this.givenUp = givenUp;
        this.until = System.nanoTime() + within.toNanos();
    }

    /** Volatile start channels are emptied through open entrances, or they never would be; durable ones keep what they have. */
    void run(Runnable closeEntrances) {
        parts.entrances().refuseNewJobs();
        awaitNone(parts.entrances()::waiting, "waiting for volatile start channels");
        closeEntrances.run();
        awaitNone(parts.pending()::underWay, "waiting for jobs under way");
    }

    private void awaitNone(LongSupplier messages, String phase) {
        for (long left = messages.getAsLong(); left > 0; left = messages.getAsLong()) {
            progress.accept(new StopProgress(phase + paused(), left));
            if (givenUp.getAsBoolean() || System.nanoTime() > until) {
                return;
            }
            pause();
        }
    }

    private String paused() {
        String names = parts.pending().pausedAhead();
        return names.isEmpty() ? "" : ", some before what is paused: " + names;
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_EVERY.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
