package org.renkei.routes.engine;

import org.apache.camel.impl.DefaultCamelContext;

/**
 * A Camel context for thousands of routes. Camel removes the route of the same id before it adds one, and goes over all endpoints of all
 * routes before it finds that there is none: 3,500 routes took a minute.
 */
final class ManyRoutesContext extends DefaultCamelContext {

    @Override
    public boolean removeRoute(String id) throws Exception {
        return isKnown(id) && super.removeRoute(id);
    }

    private boolean isKnown(String id) {
        return getRouteDefinition(id) != null || getRoute(id) != null;
    }
}
