package org.renkei.routes.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.renkei.routes.flow.Flow;
import org.renkei.routes.userroute.RouteFile;

/**
 * What an engine runs when it starts.
 *
 * @param flows as {@link org.renkei.routes.flow.FlowFiles} read them
 * @param applications by the name that steps use: {@link org.renkei.routes.application.Application}s or any beans, which stay as they are
 * @param apps the folders of applications in jars, by their names, as {@link org.renkei.routes.app.AppFolders} finds them
 * @param routes the user's Camel routes
 */
public record Workload(
        List<Flow> flows, Map<String, Object> applications, Map<String, Path> apps, List<RouteFile> routes) {

    public Workload {
        flows = List.copyOf(flows);
        applications = Map.copyOf(applications);
        apps = Map.copyOf(apps);
        routes = List.copyOf(routes);
    }
}
