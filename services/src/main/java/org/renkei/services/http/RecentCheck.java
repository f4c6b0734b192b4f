package org.renkei.services.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.renkei.services.pending.PendingCheck;
import org.renkei.services.pending.PendingChecks;

/** A pending check that all pages share, not older than two seconds: it asks the tracking database. Thread-safe. */
final class RecentCheck {
    private static final Duration SHARED = Duration.ofSeconds(2);

    private final PendingChecks checks;
    private final Clock clock;
    private PendingCheck last;
    private Instant takenAt = Instant.MIN;

    RecentCheck(PendingChecks checks, Clock clock) {
        this.checks = checks;
        this.clock = clock;
    }

    synchronized PendingCheck take() {
        if (last == null || !clock.instant().isBefore(takenAt.plus(SHARED))) {
            last = checks.take();
            takenAt = clock.instant();
        }
        return last;
    }
}
