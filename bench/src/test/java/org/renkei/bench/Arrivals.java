package org.renkei.bench;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/** Who began and who came to the end of the last step in this round: each job once. Thread-safe, but for {@link #expect}. */
final class Arrivals {
    private static final int NUMBER_DIGITS = 8;
    private static final String PADDING = "x".repeat(1_024 - NUMBER_DIGITS);
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private volatile AtomicIntegerArray ends;
    private volatile CountDownLatch missing;
    private final AtomicLong firstNanos = new AtomicLong();

    void expect(int jobs) {
        ends = new AtomicIntegerArray(jobs);
        missing = new CountDownLatch(jobs);
        firstNanos.set(0);
    }

    /** @param number from 0 */
    static String body(int number) {
        return ("%0" + NUMBER_DIGITS + "d").formatted(number) + PADDING;
    }

    static int number(String body) {
        return Integer.parseInt(body, 0, NUMBER_DIGITS, 10);
    }

    /** In the first step. */
    void began() {
        if (firstNanos.get() == 0) {
            firstNanos.compareAndSet(0, System.nanoTime());
        }
    }

    /** In the last step. */
    void ended(String body) {
        if (ends.incrementAndGet(number(body)) == 1) {
            missing.countDown();
        }
    }

    /** Returns when all have ended. @return nanoseconds, as of {@link System#nanoTime}, at which the first step was first done */
    long await() throws InterruptedException {
        if (!missing.await(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException(missing.getCount() + " of " + ends.length() + " jobs are not through");
        }
        return firstNanos.get();
    }

    /** @throws IllegalStateException if a job came to its end more than once */
    void verify() {
        for (int number = 0; number < ends.length(); number++) {
            if (ends.get(number) != 1) {
                throw new IllegalStateException("job " + number + " ended " + ends.get(number) + " times");
            }
        }
    }
}
