package org.renkei.broker.limits;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** The rate at which a counter grew over the last ten seconds. Thread-safe. */
public final class RateWindow {

    private static final Duration WINDOW = Duration.ofSeconds(10);

    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(Instant at, long count) {}

    public synchronized void sample(Instant now, long count) {
        Sample last = samples.peekLast();
        if (last != null && (count < last.count || now.isBefore(last.at))) {
            samples.clear();
        }
        samples.addLast(new Sample(now, count));
        while (samples.size() > 2 && samples.peekFirst().at.isBefore(now.minus(WINDOW))) {
            samples.removeFirst();
        }
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
