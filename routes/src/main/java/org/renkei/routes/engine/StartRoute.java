package org.renkei.routes.engine;

import org.apache.camel.builder.RouteBuilder;
import org.renkei.routes.flow.Flow;

/** The Camel route at the entrance of a flow: every message in its start channel becomes a job. */
final class StartRoute extends RouteBuilder {
    private final Flow flow;
    private final JobStart start;

    StartRoute(Flow flow, JobStart start) {
        this.flow = flow;
        this.start = start;
    }

    @Override
    public void configure() {
        getContext().getRegistry().bind(flow.name(), start);
        errorHandler(noErrorHandler());
        from("channel:" + flow.start() + "?policy=#" + flow.name())
                .routeId(flow.name())
                .process(start);
    }
}
