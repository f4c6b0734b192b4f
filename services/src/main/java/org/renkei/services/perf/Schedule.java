package org.renkei.services.perf;

import java.time.Duration;

/** When each message is to be sent: at even distances, from a moment on. */
record Schedule(long startNanos, double intervalNanos, int messages) {
    private static final Duration UNTIL_FIRST = Duration.ofMillis(50);

    static Schedule soon(double perSecond, int messages) {
        return new Schedule(System.nanoTime() + UNTIL_FIRST.toNanos(), 1e9 / perSecond, messages);
    }

    /** The instant of a message, counted from 0, as {@link System#nanoTime()} counts. */
    long nanos(int number) {
        return startNanos + (long) (number * intervalNanos);
    }

    /** Whether its instant has come; false if there is no such message. */
    boolean isDue(int number) {
        return number < messages && System.nanoTime() - nanos(number) >= 0;
    }
}
