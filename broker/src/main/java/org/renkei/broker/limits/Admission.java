package org.renkei.broker.limits;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Lets messages in up to a greatest depth, exactly, though the queue's own count lags: a message counts here from
 * {@link #tryReserve} until {@link #settle}, and after that for as long as the queue may not show it yet. Thread-safe.
 *
 * <p>A queue's count is cheap but late; catching up is exact but waits for the queue. So the second is asked only when
 * the first, with all that it may lack, could reach the greatest depth.
 */
public final class Admission {

    /** What has just come counts twice, in the queue and as reserved, until it is settled: nobody is refused for a single look. */
    private static final int LOOKS = 20;

    private static final long BETWEEN_LOOKS_NANOS = 500_000;

    private final LongSupplier lateDepth;
    private final Runnable catchUp;
    private final AtomicLong reserved = new AtomicLong();
    private final AtomicLong settled = new AtomicLong();
    private long shown;

    /**
     * @param lateDepth the queue's count, which may lack messages that came a moment ago
     * @param catchUp returns when {@code lateDepth} shows all that had come when it was called
     */
    public Admission(LongSupplier lateDepth, Runnable catchUp) {
        this.lateDepth = lateDepth;
        this.catchUp = catchUp;
    }

    /** @return false, and nothing reserved, if the depth would exceed {@code max} */
    public synchronized boolean tryReserve(long max) {
        if (greatestPossible() < max) {
            reserved.incrementAndGet();
            return true;
        }
        for (int i = 0; i < LOOKS; i++) {
            long before = settled.get();
            catchUp.run();
            shown = before;
            if (greatestPossible() < max) {
                reserved.incrementAndGet();
                return true;
            }
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
        }
        return false;
    }

    /** The reserved messages came: they are the queue's to count. */
    public void settle(long messages) {
        settled.addAndGet(messages);
    }

    /** The reserved messages will not come. */
    public void release(long messages) {
        reserved.addAndGet(-messages);
    }

    /** The queue's count and what is reserved beyond it; for a moment too much by what has just come. */
    public long depth() {
        return lateDepth.getAsLong() + reserved.get() - settled.get();
    }

    /** The same, but nothing of it twice: the least of several looks, which take some milliseconds. */
    public long sureDepth() {
        long least = depth();
        for (int i = 1; i < LOOKS; i++) {
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
            least = Math.min(least, depth());
        }
        return least;
    }

    /** Counts twice what was settled since the last catching up and is shown already; never too little. */
    private long greatestPossible() {
        return reserved.get() - shown + lateDepth.getAsLong();
    }
}
