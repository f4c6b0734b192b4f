package org.renkei.services.monitor;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Something that is costly to find out and that many ask for: found out by one of them, at most every so often. The others get what was
 * found before, and wait only for the first time. Thread-safe.
 */
public final class Shared<T> {
    private final Supplier<T> find;
    private final Duration serves;
    private final ReentrantLock finding = new ReentrantLock();
    private volatile Found<T> last;

    private record Found<T>(T value, long atNanos) {}

    /** @param serves how long a value is as good as a new one */
    public Shared(Supplier<T> find, Duration serves) {
        this.find = find;
        this.serves = serves;
    }

    /** The value now, or of before. Throws what finding it throws. */
    public T now() {
        Found<T> known = last;
        if (serves(known)) {
            return known.value();
        }
        if (known == null) {
            finding.lock();
        } else if (!finding.tryLock()) {
            return known.value();
        }
        try {
            if (!serves(last)) {
                T value = find.get();
                last = new Found<>(value, System.nanoTime());
            }
            return last.value();
        } finally {
            finding.unlock();
        }
    }

    private boolean serves(Found<T> found) {
        return found != null && System.nanoTime() - found.atNanos() < serves.toNanos();
    }
}
