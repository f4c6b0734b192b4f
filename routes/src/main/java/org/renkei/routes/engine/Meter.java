package org.renkei.routes.engine;

import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import org.renkei.broker.limits.RateWindow;

/** Counts, without a lock, and knows the rate of the last ten seconds. To run it is to count one. Thread-safe. */
final class Meter implements Runnable {
    private final LongAdder count = new LongAdder();
    private final RateWindow recent = new RateWindow();

    /** @param since when it was last known that there was nothing to count */
    Meter(Instant since) {
        recent.sample(since, 0);
    }

    @Override
    public void run() {
        count.increment();
    }

    long total() {
        return count.sum();
    }

    double perSecond() {
        return recent.perSecond();
    }

    void sample(Instant now) {
        recent.sample(now, total());
    }
}
