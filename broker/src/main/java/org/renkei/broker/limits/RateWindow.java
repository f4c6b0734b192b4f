package org.renkei.broker.limits;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** How much, and at which rate, a counter grew over the last ten seconds, or another time. Thread-safe. */
public final class RateWindow {

    private static final Duration USUAL = Duration.ofSeconds(10);

    private final Duration window;
    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(Instant at, long count) {}

    public RateWindow() {
        this(USUAL);
    }

    public RateWindow(Duration window) {
        this.window = window;
    }

    public synchronized void sample(Instant now, long count) {
        Sample last = samples.peekLast();
        if (last != null && (count < last.count || now.isBefore(last.at))) {
            samples.clear();
        }
        samples.addLast(new Sample(now, count));
        while (samples.size() > 2 && samples.peekFirst().at.isBefore(now.minus(window))) {
            samples.removeFirst();
        }
    }

    /** By how much it grew between the oldest sample and the newest. */
    public synchronized long growth() {
        return samples.isEmpty() ? 0 : samples.peekLast().count - samples.peekFirst().count;
    }

    public synchronized double perSecond() {
        if (samples.size() < 2) {
            return 0;
        }
        Sample first = samples.peekFirst();
        Sample last = samples.peekLast();
        long millis = Duration.between(first.at, last.at).toMillis();
        return millis <= 0 ? 0 : (last.count - first.count) * 1000.0 / millis;
    }
}
