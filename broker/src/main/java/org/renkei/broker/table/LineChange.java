package org.renkei.broker.table;

import java.time.Instant;

/** What one transaction changes in the number of rows of one channel. */
final class LineChange {

    long ready;
    long waiting;
    long lent;
    long added;
    long taken;
    Instant sentAt;

    void count(RowKey key, int change) {
        if (key.isReady()) {
            ready += change;
        } else if (key.isWaiting()) {
            waiting += change;
        } else {
            lent += change;
        }
    }

    boolean makesReady() {
        return ready > 0;
    }

    /** Not all that is ready now is new. */
    boolean bringsBack() {
        return ready > added;
    }
}
