package org.renkei.broker.table;

import java.time.Instant;

/** How many rows of one channel there are, as this process knows: exact but for what other processes did since the last count. */
final class Line {

    private long ready;
    private long waiting;
    private long lent;
    private long added;
    private long taken;
    private Instant oldest;

    synchronized long depth() {
        return ready + waiting + lent;
    }

    synchronized long ready() {
        return ready;
    }

    synchronized long waiting() {
        return waiting;
    }

    synchronized long lent() {
        return lent;
    }

    synchronized long added() {
        return added;
    }

    synchronized long taken() {
        return taken;
    }

    /** When the first in line was sent; null if none waits. May be some seconds late. */
    synchronized Instant oldest() {
        return ready == 0 ? null : oldest;
    }

    synchronized void change(LineChange change) {
        ready += change.ready;
        waiting += change.waiting;
        lent += change.lent;
        added += change.added;
        taken += change.taken;
        if (change.ready > 0 && (oldest == null || ready == change.ready)) {
            oldest = change.sentAt;
        }
    }

    /** What a count found, and what this line said when the count began. */
    synchronized void correct(LineCount found, LineCount believed) {
        ready += found.ready() - believed.ready();
        waiting += found.waiting() - believed.waiting();
        lent += found.lent() - believed.lent();
        if (found.oldest() != null) {
            oldest = found.oldest();
        }
    }

    synchronized LineCount asCount(String channel) {
        return new LineCount(channel, ready, waiting, lent, oldest);
    }
}
