package org.renkei.services.http;

import java.time.Duration;
import java.util.function.Supplier;
import org.renkei.services.lifecycle.Plan;
import org.renkei.services.monitor.Shared;
import org.renkei.services.pending.PendingCheck;
import org.renkei.services.pending.PendingChecks;

/** {@code /status}, {@code /plan} and {@code /pending}. */
final class StatusApi {
    /** Whoever watches: a check takes up to two seconds. */
    private static final Duration EVERY = Duration.ofSeconds(2);

    private final Supplier<StatusReport> status;
    private final Plan plan;
    private final PendingChecks pending;

    StatusApi(Supplier<StatusReport> status, Plan plan, PendingChecks pending) {
        this.status = status;
        this.plan = plan;
        this.pending = pending;
    }

    void addTo(Operations operations) {
        operations.answer("showStatus", request -> status.get());
        operations.answer("showPlan", request -> plan);
        Shared<PendingCheck> watched = new Shared<>(pending::take, EVERY);
        operations.answer("checkPending", request -> Operations.isWatched(request) ? watched.now() : pending.take());
    }
}
