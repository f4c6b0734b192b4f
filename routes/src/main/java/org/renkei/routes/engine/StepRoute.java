package org.renkei.routes.engine;

import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.renkei.broker.channel.Channels;
import org.renkei.routes.application.Application;
import org.renkei.routes.flow.ApplicationRef;
import org.renkei.routes.flow.Flow;
import org.renkei.routes.flow.Step;

/**
 * The Camel route of one step: from what {@link FlowChannel} hands out, through the application, to wherever {@link StepHandler} says. An
 * error leaves the route as it is and reaches the channel's worker, which asks the handler what becomes of the job.
 */
final class StepRoute extends RouteBuilder {
    private static final String GROUP = "renkei.steps";

    private final Flow flow;
    private final Step step;
    private final StepHandler handler;
    private final Channels channels;
    private final Beans beans;

    StepRoute(Flow flow, Step step, StepHandler handler, Channels channels, Beans beans) {
        this.flow = flow;
        this.step = step;
        this.handler = handler;
        this.channels = channels;
        this.beans = beans;
    }

    /** Whether it only does what a {@link FlowRoute} tells it to, and needs no end of its own. */
    static boolean is(Route route) {
        return GROUP.equals(route.getGroup());
    }

    /** A step in all versions of its flow. */
    static String name(Flow flow, Step step) {
        return flow.name() + "." + step.name();
    }

    static String routeId(Flow flow, Step step) {
        return name(flow, step) + "@" + flow.version();
    }

    String id() {
        return routeId(flow, step);
    }

    /** @param route what Camel made of it */
    LiveStep live(Processor route) {
        return new LiveStep(flow, step, handler, route);
    }

    @Override
    public void configure() {
        errorHandler(noErrorHandler());
        RouteDefinition route =
                from("direct:" + id()).routeId(id()).routeGroup(GROUP).process(handler::open);
        String path = "steps." + step.name();
        if (step.undo() == null) {
            call(route, path, step.application());
        } else {
            ChoiceDefinition choice = route.choice();
            call(
                    choice.when(StepHandler::isUndoing),
                    path + ".undo",
                    step.undo().application());
            call(choice.otherwise(), path, step.application());
            choice.end();
        }
        route.process(handler::close);
    }

    private void call(ProcessorDefinition<?> route, String path, ApplicationRef called) {
        if (called.command() != null) {
            route.process(new CommandCall(flow, path, called.command()));
        } else if (called.http() != null) {
            route.process(new HttpCall(flow, called.http()));
        } else if (called.uri() != null) {
            route.to(called.uri());
        } else {
            callBean(route, called);
        }
    }

    private void callBean(ProcessorDefinition<?> route, ApplicationRef called) {
        Object bean = beans.of(flow, called.bean());
        ClassLoader loader = bean.getClass().getClassLoader();
        // Libraries look for what belongs to them there. LiveStep puts back what was there before.
        route.process(exchange -> Thread.currentThread().setContextClassLoader(loader));
        if (called.method() != null) {
            route.bean(bean, called.method());
        } else if (bean instanceof Application application) {
            route.process(new ApplicationCall(application, channels));
        } else {
            route.bean(bean);
        }
    }
}
