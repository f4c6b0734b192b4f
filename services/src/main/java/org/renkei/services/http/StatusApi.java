package org.renkei.services.http;

import java.util.function.Supplier;
import org.renkei.services.lifecycle.Plan;
import org.renkei.services.pending.PendingChecks;

/** {@code /status}, {@code /plan} and {@code /pending}. */
final class StatusApi {
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
        operations.answer("checkPending", request -> pending.take());
    }
}
