package org.renkei.services.http;

import io.javalin.http.Context;
import java.util.List;
import org.renkei.services.deploy.RouteFolder;
import org.renkei.services.deploy.RouteText;

/** {@code /routes}: the user's own Camel routes. */
final class RoutesApi {
    private final RouteFolder folder;

    RoutesApi(RouteFolder folder) {
        this.folder = folder;
    }

    void addTo(Operations operations) {
        operations.answer("listRoutes", request -> list());
        operations.answer("deployRoutes", this::deploy);
        operations.handle("showRouteSource", this::source);
        operations.handle("deleteRoutes", this::delete);
    }

    private Listed list() {
        return new Listed(folder.files().keySet().stream()
                .map(file -> new Line(file, folder.ids(file)))
                .toList());
    }

    private Object deploy(Context request) {
        Wanted wanted = Parameters.body(request, Wanted.class);
        if (wanted.files() == null || wanted.files().isEmpty()) {
            throw Refused.badRequest("files is missing: the routes to deploy");
        }
        List<String> changed = folder.deploy(wanted.files());
        changed.forEach(file -> Audit.record(request, "route deploy", file));
        return new Answer(wanted.files().stream()
                .map(file -> new Deployed(file.file(), folder.ids(file.file()), changed.contains(file.file())))
                .toList());
    }

    private void source(Context request) {
        request.contentType("text/plain; charset=utf-8")
                .result(folder.file(file(request)).text());
    }

    private void delete(Context request) {
        folder.delete(file(request));
        Audit.record(request, "route delete", file(request));
        request.status(204);
    }

    private static String file(Context request) {
        return request.pathParam("file");
    }

    private record Wanted(List<RouteText> files) {}

    private record Deployed(String file, List<String> routes, boolean changed) {}

    private record Answer(List<Deployed> files) {}

    private record Line(String file, List<String> routes) {}

    private record Listed(List<Line> files) {}
}
