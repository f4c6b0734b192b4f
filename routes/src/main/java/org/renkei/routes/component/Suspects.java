package org.renkei.routes.component;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Messages that were in hand at a crash may be its cause, so that only one of them is handled at a time: the next crash then counts
 * against that one alone. One that takes long does not hold up the others for ever. Thread-safe.
 */
final class Suspects {
    private static final long LONGEST_WAIT_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long LOOK_MILLIS = 50;

    private final Semaphore turn = new Semaphore(1);

    /**
     * Waits for its turn, for ten seconds at the most.
     *
     * @param goesOn false ends the wait
     * @return to be run when the message is committed or given back
     */
    Runnable await(BooleanSupplier goesOn) {
        long deadline = System.nanoTime() + LONGEST_WAIT_NANOS;
        try {
            while (goesOn.getAsBoolean() && System.nanoTime() < deadline) {
                if (turn.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    return turn::release;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return () -> {};
    }
}
