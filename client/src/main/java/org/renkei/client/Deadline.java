package org.renkei.client;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A moment up to which something is tried, and the pauses in between, which grow. For one thread. */
final class Deadline {
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;

    private final long startNanos = System.nanoTime();
    private final long lengthNanos;
    private long pauseMillis = FIRST_PAUSE_MILLIS;

    /** @param time from now; what is too long for a clock is for ever */
    Deadline(Duration time) {
        this.lengthNanos = TimeUnit.NANOSECONDS.convert(time);
    }

    /** @return rounded up; 0 when it is over */
    long remainingMillis() {
        long nanos = lengthNanos - (System.nanoTime() - startNanos);
        return nanos <= 0 ? 0 : 1 + (nanos - 1) / 1_000_000;
    }

    /**
     * Waits before the next try.
     *
     * @return false, without waiting, if the deadline is over
     * @throws RenkeiClientException if the thread is interrupted, which stays so
     */
    boolean pause() {
        long remaining = remainingMillis();
        if (remaining == 0) {
            return false;
        }
        try {
            Thread.sleep(Math.min(pauseMillis, remaining));
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, 2 * pauseMillis);
        return true;
    }

    /** Some client libraries throw an exception of their own when the thread is interrupted. */
    static RuntimeException orInterrupted(RuntimeException thrown) {
        return thrown.getCause() instanceof InterruptedException e ? interrupted(e) : thrown;
    }

    static RenkeiClientException interrupted(Exception cause) {
        Thread.currentThread().interrupt();
        return new RenkeiClientException(null, "interrupted", cause);
    }
}
