package org.renkei.services.alarm;

import java.time.Duration;

/** When something must be over. */
record Deadline(long nanoTime) {
    private static final Duration LEAST = Duration.ofMillis(100);

    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** Never less than a tenth of a second: what is told to end needs some time for it. */
    Duration left() {
        return Duration.ofNanos(Math.max(LEAST.toNanos(), nanoTime - System.nanoTime()));
    }
}
