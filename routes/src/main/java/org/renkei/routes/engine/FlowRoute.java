package org.renkei.routes.engine;

import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;

/** The Camel route of one channel of flows. */
final class FlowRoute extends RouteBuilder {
    private static final String PREFIX = "renkei.flows:";

    private final String channel;
    private final FlowChannel receiver;

    FlowRoute(String channel, FlowChannel receiver) {
        this.channel = channel;
        this.receiver = receiver;
    }

    static String id(String channel) {
        return PREFIX + channel;
    }

    static boolean is(Route route) {
        return route.getRouteId().startsWith(PREFIX);
    }

    @Override
    public void configure() {
        String id = id(channel);
        getContext().getRegistry().bind(id, receiver);
        errorHandler(noErrorHandler());
        from("channel:" + channel + "?policy=#" + id).routeId(id).process(receiver);
    }
}
