package org.renkei.services.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import org.renkei.routes.engine.FlowEngine;

/** {@code /applications}: the execute applications of the flows, and the switch that pauses them (A5). */
final class ApplicationsApi {
    private final FlowEngine engine;

    ApplicationsApi(FlowEngine engine) {
        this.engine = engine;
    }

    void addTo(RoutesConfig routes) {
        routes.get("/api/v1/applications", this::list, Access.VIEW);
        routes.post("/api/v1/applications/{name}/pause", this::pause, Access.OPERATE);
        routes.post("/api/v1/applications/{name}/resume", this::resume, Access.OPERATE);
    }

    private void list(Context request) {
        request.json(engine.applications());
    }

    private void pause(Context request) {
        ApplicationPause wanted = Parameters.body(request, ApplicationPause.class);
        String name = request.pathParam("name");
        Audit.record(request, "app pause", name);
        String reason = wanted.reason() == null ? "paused by hand" : wanted.reason();
        engine.pause(name, reason, Audit.user(request).name());
        request.json(engine.application(name));
    }

    private void resume(Context request) {
        String name = request.pathParam("name");
        Audit.record(request, "app resume", name);
        engine.resume(name);
        request.json(engine.application(name));
    }

    private record ApplicationPause(String reason) {}
}
