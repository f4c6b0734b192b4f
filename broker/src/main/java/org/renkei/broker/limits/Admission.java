package org.renkei.broker.limits;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Lets messages in up to a greatest depth, exactly, though the queue's own count lags: a message counts here from
 * {@link #tryReserve} until {@link #settle}, and after that for as long as the queue may not show it yet. Thread-safe.
 *
 * <p>A queue's count is cheap but late; catching up is exact but waits for the queue. So the second is asked only when
 * the first, with all that it may lack, could reach the greatest depth.
 */
public final class Admission {

    private static final int TRIES = 5;

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
        for (int i = 0; i < TRIES; i++) {
            long before = settled.get();
            catchUp.run();
            shown = before;
            if (greatestPossible() < max) {
                reserved.incrementAndGet();
                return true;
            }
            if (settled.get() == before) {
                return false;
            }
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

    /** The queue's count and what is reserved beyond it. */
    public long depth() {
        return lateDepth.getAsLong() + reserved.get() - settled.get();
    }

    /** Counts twice what was settled since the last catching up and is shown already; never too little. */
    private long greatestPossible() {
        return reserved.get() - shown + lateDepth.getAsLong();
    }
}
