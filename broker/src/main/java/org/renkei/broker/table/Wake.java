package org.renkei.broker.table;

import java.time.Duration;

/** Where workers wait for rows. A call that nobody waits for is not lost on whoever looked at the table before it. Thread-safe. */
final class Wake {

    private long calls;
    private int waiting;

    /** From now on, until {@link #stopsWaiting}, somebody wants to be called: to be said before the last look at the table. */
    synchronized void waits() {
        waiting++;
    }

    synchronized void stopsWaiting() {
        waiting--;
    }

    /** To be asked after a commit: who said that he waits after that sees what was committed when he looks at the table. */
    synchronized boolean isAwaited() {
        return waiting > 0;
    }

    /** To be asked before looking at the table, and given to {@link #await} after that. */
    synchronized long calls() {
        return calls;
    }

    synchronized void call() {
        calls++;
        notifyAll();
    }

    /** Returns when there was a call after {@code seen}, or after {@code wait}. */
    synchronized void await(long seen, Duration wait) throws InterruptedException {
        long deadline = System.nanoTime() + wait.toNanos();
        while (calls == seen) {
            long nanos = deadline - System.nanoTime();
            if (nanos <= 0) {
                return;
            }
            wait(1 + nanos / 1_000_000);
        }
    }
}
