package org.renkei.services.http;

import io.javalin.http.Context;
import java.util.List;
import org.renkei.routes.engine.ApplicationView;
import org.renkei.routes.engine.FlowEngine;

/** {@code /applications}: the execute applications of the flows, and the switch that pauses them (A5). */
final class ApplicationsApi {
    private final FlowEngine engine;

    ApplicationsApi(FlowEngine engine) {
        this.engine = engine;
    }

    void addTo(Operations operations) {
        operations.answer("listApplications", request -> new Listed(engine.applications()));
        operations.answer("pauseApplication", this::pause);
        operations.answer("resumeApplication", this::resume);
    }

    private ApplicationView pause(Context request) {
        Reason wanted = Parameters.body(request, Reason.class);
        String name = request.pathParam("name");
        String reason = wanted.reason() == null ? "paused by hand" : wanted.reason();
        Audit.record(request, "app pause", engine.application(name).name(), reason);
        engine.pause(name, reason, Audit.user(request).name());
        return engine.application(name);
    }

    private ApplicationView resume(Context request) {
        String name = request.pathParam("name");
        Audit.record(request, "app resume", name);
        engine.resume(name);
        return engine.application(name);
    }

    private record Listed(List<ApplicationView> applications) {}
}
