package org.renkei.routes.userroute;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.camel.Route;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.rest.RestDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** What one file has added to a Camel context, so that it can be taken out again. */
final class LoadedRoutes {
    private final DefaultCamelContext camel;
    private final Set<String> ids;
    private final List<RouteTemplateDefinition> templates;
    private final List<RouteConfigurationDefinition> configurations;
    private final List<RestDefinition> rests;

    private LoadedRoutes(DefaultCamelContext camel, Known before) {
        this.camel = camel;
        Known now = Known.in(camel);
        this.ids = new LinkedHashSet<>();
        now.routes.forEach((id, route) -> {
            if (before.routes.get(id) != route) {
                ids.add(id);
            }
        });
        this.templates = added(Known::templates, before, now);
        this.configurations = added(Known::configurations, before, now);
        this.rests = added(Known::rests, before, now);
    }

    private static <T> List<T> added(Function<Known, List<T>> kind, Known before, Known now) {
        List<T> added = new ArrayList<>(kind.apply(now));
        added.removeAll(kind.apply(before));
        return added;
    }

    /**
     * Adds what a file says; no route is started. What could not be added as a whole is taken out again.
     *
     * @throws Exception whatever Camel throws
     */
    static LoadedRoutes load(DefaultCamelContext camel, RouteFile file) throws Exception {
        Known before = Known.in(camel);
        try {
            PluginHelper.getRoutesLoader(camel)
                    .loadRoutes(ResourceHelper.fromString("file:" + file.file(), file.text()));
            return new LoadedRoutes(camel, before);
        } catch (Exception | LinkageError e) {
            new LoadedRoutes(camel, before).remove();
            throw e;
        }
    }

    boolean has(Route route) {
        return ids.contains(route.getRouteId());
    }

    Set<String> ids() {
        return ids;
    }

    List<Route> routes() {
        return camel.getRoutes().stream().filter(this::has).toList();
    }

    /** Takes out what has stopped, or never started. */
    void remove() throws Exception {
        for (String id : ids) {
            if (camel.getRoute(id) != null) {
                camel.getRouteController().stopRoute(id);
                camel.removeRoute(id);
            }
            if (camel.getRouteDefinition(id) != null) {
                camel.removeRouteDefinition(camel.getRouteDefinition(id));
            }
        }
        for (RouteTemplateDefinition template : templates) {
            camel.removeRouteTemplateDefinition(template);
        }
        for (RouteConfigurationDefinition configuration : configurations) {
            camel.removeRouteConfiguration(configuration);
        }
        camel.getRestDefinitions().removeAll(rests);
    }

    private record Known(
            Map<String, RouteDefinition> routes,
            List<RouteTemplateDefinition> templates,
            List<RouteConfigurationDefinition> configurations,
            List<RestDefinition> rests) {

        static Known in(DefaultCamelContext camel) {
            Map<String, RouteDefinition> routes = new LinkedHashMap<>();
            camel.getRouteDefinitions().forEach(route -> routes.put(route.getRouteId(), route));
            return new Known(
                    routes,
                    List.copyOf(camel.getRouteTemplateDefinitions()),
                    List.copyOf(camel.getRouteConfigurationDefinitions()),
                    List.copyOf(camel.getRestDefinitions()));
        }
    }
}
