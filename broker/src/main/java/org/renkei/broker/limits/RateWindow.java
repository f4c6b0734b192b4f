package org.renkei.broker.limits;

import java.time.Duration;
import java.time.Instant;

/**
 * How much, and at which rate, a counter grew over the last ten seconds, or another time. However often it is sampled, it takes some
 * hundred bytes, and none before the counter grows. Thread-safe.
 */
public final class RateWindow {

    private static final Duration USUAL = Duration.ofSeconds(10);
    private static final int STEPS = 10;

    /** One more, so that the oldest is as old as the window when the newest is just made. */
    private static final int KEPT = STEPS + 1;

    private final long windowMillis;
    private long[] times;
    private long[] counts;
    private int first;
    private int size;
    private long begin = Long.MAX_VALUE;
    private long lastTime;
    private long lastCount;

    public RateWindow() {
        this(USUAL);
    }

    public RateWindow(Duration window) {
        this.windowMillis = window.toMillis();
    }

    /** @param count if it is smaller than before, or the clock was set back, the window begins anew */
    public synchronized void sample(Instant now, long count) {
        long time = now.toEpochMilli();
        if (time < lastTime || count < lastCount || begin == Long.MAX_VALUE) {
            begin = time;
            size = 0;
        } else if (size == 0 && count > lastCount) {
            keepFirst(Math.max(begin, time - windowMillis), lastCount);
        }
        if (size > 0 && time - times[at(size - 1)] >= windowMillis / STEPS) {
            keep(time, count);
        }
        while (size > 2 && time - times[first] > windowMillis) {
            forgetFirst();
        }
        lastTime = time;
        lastCount = count;
    }

    /** By how much it grew between the oldest sample and the newest. */
    public synchronized long growth() {
        return size == 0 ? 0 : lastCount - counts[first];
    }

    public synchronized double perSecond() {
        long millis = size == 0 ? 0 : lastTime - times[first];
        return millis <= 0 ? 0 : growth() * 1000.0 / millis;
    }

    /** Until now it stood still. */
    private void keepFirst(long time, long count) {
        if (times == null) {
            times = new long[KEPT];
            counts = new long[KEPT];
        }
        keep(time, count);
    }

    private void keep(long time, long count) {
        if (size == KEPT) {
            forgetFirst();
        }
        times[at(size)] = time;
        counts[at(size)] = count;
        size++;
    }

    private int at(int index) {
        return (first + index) % KEPT;
    }

    private void forgetFirst() {
        first = at(1);
        size--;
    }
}
