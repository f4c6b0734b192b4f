package org.renkei.services.http;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.renkei.broker.channel.Priority;
import org.renkei.broker.config.Nearest;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.routes.engine.FlowEngine;
import org.renkei.routes.flow.Flow;

/** {@code /flows}: what is deployed, and handing in jobs (B6). */
final class FlowsApi {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private final FlowEngine engine;
    private final Submission submission;

    FlowsApi(FlowEngine engine, Submission submission) {
        this.engine = engine;
        this.submission = submission;
    }

    void addTo(Operations operations) {
        operations.answer("listFlows", this::list);
        operations.answer("showFlow", request -> FlowView.of(flow(request)));
        operations.handle("submitJob", this::submit);
    }

    private Listed list(Context request) {
        Paging<FlowView.Summary> page = Paging.of(
                request, engine.flows().stream().map(FlowView.Summary::of).toList());
        return new Listed(page.page(), page.matched(), page.next());
    }

    private Flow flow(Context request) {
        String name = request.pathParam("name");
        return engine.flows().stream()
                .filter(flow -> flow.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name));
    }

    private RenkeiException unknown(String name) {
        Collection<String> names = engine.flows().stream().map(Flow::name).toList();
        String hint = Nearest.to(name, names)
                .map(near -> "; did you mean " + near + "?")
                .orElse("");
        return new RenkeiException(ErrorCode.FLOW_UNKNOWN, "there is no flow '" + name + "'" + hint);
    }

    private void submit(Context request) {
        String flow = flow(request).name();
        String correlation = Parameters.text(request, "correlation").orElse(null);
        Priority priority =
                Parameters.choice(request, "priority", Priority.class).orElse(Priority.NORMAL);
        String body = request.body();
        Audit.submitted(request, flow);
        Parameters.duration(request, "wait")
                .ifPresentOrElse(
                        wait -> request.future(() -> submission
                                .submitAndWait(flow, body, correlation, priority, checked(wait))
                                .thenAccept(result -> answer(request, result))),
                        () -> answer(request, submission.submit(flow, body, correlation, priority)));
    }

    private static void answer(Context request, Object result) {
        request.status(result instanceof Submission.Accepted ? 202 : 200).json(result);
    }

    private static Duration checked(Duration wait) {
        if (wait.compareTo(LONGEST_WAIT) > 0) {
            throw Refused.badRequest("wait must be at most " + LONGEST_WAIT.toMinutes() + "m, was " + wait);
        }
        return wait;
    }

    private record Listed(List<FlowView.Summary> flows, long matched, String next) {}
}
