package org.renkei.broker.table;

import java.util.concurrent.TimeUnit;

/**
 * Where the ready rows of one channel begin in PostgreSQL. A look from there does not walk over all the rows that were deleted since
 * the oldest transaction of anybody's began, and that cannot be cleared away before it ends. It is a guess: what is before it, such as
 * rows of a slow sender's commit or of a better rank, is found by the next look at all. That one is
 * within a second, and sooner where it is cheap: such looks are to take about a fiftieth of the time. Thread-safe.
 */
final class LineStart {

    private static final int SHARE = 50;
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private RowKey first;
    private boolean moreElsewhere;
    private long dueAt;
    private long lastNanos;
    private long emptyAt = System.nanoTime();
    private long forgottenAt = emptyAt;

    /** Where to begin to look; null for a look at all, which one caller is asked for when it is due. */
    synchronized RowKey first() {
        long now = System.nanoTime();
        if (first != null && now - dueAt >= 0) {
            dueAt = now + pause();
            return null;
        }
        return first;
    }

    /** After a look from {@link #first()} that found as much as it wanted: what is before it is hardly still to come. */
    synchronized void foundPlenty(RowKey found) {
        if (first != null) {
            first = found;
        }
    }

    /** After one that found less. @return whether there may be more that only a look at all can find, to be made at once */
    synchronized boolean foundLess() {
        if (moreElsewhere) {
            first = null;
        }
        return moreElsewhere;
    }

    /**
     * After a look at all that found something.
     *
     * @param found the first of the last rank in which something was found
     * @param plenty whether it found as much as it wanted, so that there may be more in other ranks
     * @param began by the system's clock of nanoseconds
     */
    synchronized void found(RowKey found, boolean plenty, long began) {
        // What came back meanwhile may be before it.
        first = began - forgottenAt > 0 ? found : null;
        moreElsewhere = plenty;
        lookedAtAll(began);
    }

    /** After a look at all that found nothing. */
    synchronized void foundNothing(long began) {
        moreElsewhere = false;
        emptyAt = began;
        lookedAtAll(began);
    }

    private void lookedAtAll(long began) {
        long now = System.nanoTime();
        lastNanos = now - began;
        dueAt = now + pause();
    }

    private long pause() {
        return Math.min(SHARE * lastNanos, LONGEST_NANOS);
    }

    /** How long to wait for the next look at all; 0 if one that began after {@code since} found nothing. */
    synchronized long dueIn(long since) {
        if (emptyAt - since > 0) {
            return 0;
        }
        return first == null ? 1 : Math.max(1, dueAt - System.nanoTime());
    }

    /** The next look is at all. */
    synchronized void forget() {
        first = null;
        forgottenAt = System.nanoTime();
    }
}
