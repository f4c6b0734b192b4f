package org.renkei.services.alarm;

import java.time.Duration;

/** When something must be over. */
record Deadline(long nanoTime) {

    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** Never less than a tenth of a second: what is told to end needs some time for it. */
    long millisLeft() {
        return Math.max(100, (nanoTime - System.nanoTime()) / 1_000_000);
    }
}
