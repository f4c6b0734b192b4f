package org.renkei.routes.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.renkei.broker.config.Checks;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.error.Causes;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.routes.flow.Flow;
import org.renkei.routes.flow.FlowRule;
import org.renkei.routes.flow.Step;
import org.renkei.tracking.journey.Journeys;

/** Makes versions of flows ready to run: compiles their conditions, adds a Camel route for each step and starts it. */
final class FlowBuilder {
    private final CamelContext camel;
    private final Beans beans;
    private final Journeys journeys;
    private final LiveFlows live;
    private final Applications execute;
    private final Surroundings surroundings;
    private final CamelCheck rule;

    FlowBuilder(
            CamelContext camel,
            Components components,
            Beans beans,
            Journeys journeys,
            LiveFlows live,
            Applications execute,
            Surroundings surroundings) {
        this.camel = camel;
        this.beans = beans;
        this.journeys = journeys;
        this.live = live;
        this.execute = execute;
        this.surroundings = surroundings;
        this.rule = CamelCheck.on(camel, components);
    }

    /** Finds what would not let a flow be built, without building it. */
    FlowRule rule() {
        return rule;
    }

    /**
     * Nothing comes to its steps yet.
     *
     * @throws org.renkei.broker.config.ConfigException if it cannot be built, with file, line and path; then nothing of it is left
     */
    LiveFlow build(Flow flow) {
        LiveFlow[] built = new LiveFlow[1];
        flow.source().locating(() -> built[0] = located(flow));
        return built[0];
    }

    private LiveFlow located(Flow flow) {
        surroundings.figures().include(flow);
        Conditions conditions = new Conditions(camel);
        JobStart start = new JobStart(flow, new Admission(flow), conditions.compile(flow), journeys, surroundings);
        Map<String, LiveStep> steps = new LinkedHashMap<>();
        Checks checks = new Checks();
        for (Step step : flow.steps()) {
            checks.attempt(() -> steps.put(step.name(), build(flow, step, conditions)));
        }
        if (!checks.isEmpty()) {
            destroy(flow);
        }
        checks.done();
        return new LiveFlow(flow, start, steps);
    }

    private LiveStep build(Flow flow, Step step, Conditions conditions) {
        Onward onward = new Onward(flow, step, conditions.compile(flow, step), live, surroundings);
        StepHandler handler = new StepHandler(flow, step, onward, execute.switchOf(flow, step), surroundings);
        StepRoute route = new StepRoute(flow, step, handler, surroundings.channels(), beans);
        try {
            camel.addRoutes(route);
            camel.getRouteController().startRoute(route.id());
            return route.live(camel.getRoute(route.id()).getProcessor());
        } catch (ConfigException e) {
            throw e;
        } catch (Exception e) {
            throw new ConfigException(pathOf(step), "cannot be used: " + Causes.rootOf(e));
        }
    }

    /** What of a step can be wrong although its parts are right: the endpoint that it calls. */
    private static String pathOf(Step step) {
        boolean inUndo = step.undo() != null
                && step.undo().uri() != null
                && step.application().uri() == null;
        return "steps." + step.name()
                + (inUndo ? ".undo.uri" : step.application().uri() == null ? "" : ".uri");
    }

    /** When nothing comes to its steps any more. */
    void destroy(LiveFlow flow) {
        destroy(flow.flow());
    }

    private void destroy(Flow flow) {
        for (Step step : flow.steps()) {
            String id = StepRoute.routeId(flow, step);
            if (camel.getRoute(id) == null) {
                continue;
            }
            try {
                camel.getRouteController().stopRoute(id);
                camel.removeRoute(id);
            } catch (Exception e) {
                throw new RenkeiException(
                        ErrorCode.STAGE_FAILED, "route " + id + " cannot be removed: " + Causes.rootOf(e), e);
            }
        }
    }
}
