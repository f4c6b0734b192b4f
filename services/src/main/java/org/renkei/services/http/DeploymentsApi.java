package org.renkei.services.http;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.renkei.routes.app.AppView;
import org.renkei.routes.engine.ApplicationView;
import org.renkei.routes.engine.FlowEngine;
import org.renkei.routes.userroute.RouteView;
import org.renkei.services.deploy.Deployment;
import org.renkei.services.deploy.RouteFolder;

/** {@code /deployments}: what users have put into the system beside their flows, and which flows use it. */
final class DeploymentsApi {
    private final FlowEngine engine;
    private final Deployment deployment;
    private final RouteFolder routes;

    DeploymentsApi(FlowEngine engine, Deployment deployment) {
        this.engine = engine;
        this.deployment = deployment;
        this.routes = deployment.routes();
    }

    void addTo(Operations operations) {
        operations.answer("showDeployments", request -> shown());
    }

    private Deployments shown() {
        List<ApplicationView> called = engine.applications();
        return new Deployments(
                engine.apps().stream().map(app -> line(app, called)).toList(),
                routes.files().keySet().stream().map(file -> line(file, called)).toList(),
                List.copyOf(deployment.problems().values()));
    }

    private static AppLine line(AppView app, List<ApplicationView> called) {
        String origin = app.app() + "@" + app.version();
        return new AppLine(
                app.app(),
                app.version(),
                app.since(),
                app.beans(),
                flows(called, one -> origin.equals(one.origin()), call -> true));
    }

    private FileLine line(String file, List<ApplicationView> called) {
        List<RouteView> all = routes.routes(file);
        List<String> begins = all.stream().map(RouteView::from).toList();
        return new FileLine(
                file,
                routes.since(file),
                all,
                flows(
                        called,
                        one -> one.kind() == ApplicationView.Kind.URI,
                        call -> begins.contains(asEndpoint(call.application()))));
    }

    private static List<String> flows(
            List<ApplicationView> called, Predicate<ApplicationView> which, Predicate<ApplicationView.Call> how) {
        return called.stream()
                .filter(which)
                .flatMap(one -> one.calls().stream())
                .filter(how)
                .map(ApplicationView.Call::flow)
                .filter(Objects::nonNull)
                .distinct()
                .sorted()
                .toList();
    }

    /** A flow writes {@code direct:x?timeout=1}, where Camel has {@code direct://x}. */
    private static String asEndpoint(String uri) {
        return uri.replaceFirst("\\?.*", "").replaceFirst(":(//)?", "://");
    }

    private record AppLine(String app, String version, Instant since, List<String> beans, List<String> flows) {}

    private record FileLine(String file, Instant since, List<RouteView> routes, List<String> flows) {}

    private record Deployments(List<AppLine> apps, List<FileLine> files, List<String> problems) {}
}
