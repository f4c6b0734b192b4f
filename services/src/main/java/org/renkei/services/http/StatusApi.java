package org.renkei.services.http;

import io.javalin.config.RoutesConfig;
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

    void addTo(RoutesConfig routes) {
        routes.get("/api/v1/status", request -> request.json(status.get()), Access.VIEW);
        routes.get("/api/v1/plan", request -> request.json(plan), Access.VIEW);
        routes.get("/api/v1/pending", request -> request.json(pending.take()), Access.VIEW);
    }
}
