package org.renkei.routes.engine;

import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.renkei.broker.config.Checks;
import org.renkei.routes.flow.ApplicationRef;
import org.renkei.routes.flow.Flow;
import org.renkei.routes.flow.FlowRule;
import org.renkei.routes.flow.RetryPolicy;
import org.renkei.routes.flow.Step;

/**
 * What of a flow only Camel, the class path and the machine can judge: conditions, endpoints, classes of exceptions, its schema, its
 * commands (B2). Nothing is built. Close what {@link #without} has made.
 */
public final class CamelCheck implements FlowRule, AutoCloseable {
    private final CamelContext camel;
    private final Components components;
    private final ClassLoader classes;

    /** The check is made where the flow is to run. */
    private final boolean here;

    private CamelCheck(CamelContext camel, Components components, ClassLoader classes, boolean here) {
        this.camel = camel;
        this.components = components;
        this.classes = classes;
        this.here = here;
    }

    /** For flows that are to run in this context. */
    static CamelCheck on(CamelContext camel, Components components) {
        return new CamelCheck(camel, components, CamelCheck.class.getClassLoader(), true);
    }

    /**
     * For flows that are not to run here: commands are not looked for.
     *
     * @param classes with the jars of the server and those of its home
     */
    public static CamelCheck without(ClassLoader classes) {
        DefaultCamelContext camel = new DefaultCamelContext(false);
        camel.disableJMX();
        camel.setLoadTypeConverters(false);
        camel.build();
        return new CamelCheck(camel, new Components(classes, "channel"::equals, camel.getVersion()), classes, false);
    }

    @Override
    public void check(Flow flow, Checks checks) {
        checks.attempt(() -> new Admission(flow));
        new Conditions(camel).check(flow, checks);
        for (Step step : flow.steps()) {
            String path = "steps." + step.name();
            checkRetries(path + ".retry", step.retry(), checks);
            check(flow, path, step.application(), checks);
            if (step.undo() != null) {
                checkRetries(path + ".undo.retry", step.undo().retry(), checks);
                check(flow, path + ".undo", step.undo().application(), checks);
            }
        }
    }

    private void checkRetries(String path, RetryPolicy retry, Checks checks) {
        checks.attempt(() -> new RetriedErrors(path, retry, classes));
    }

    private void check(Flow flow, String path, ApplicationRef called, Checks checks) {
        if (called.uri() != null) {
            components.problems(called.uri()).forEach(problem -> checks.that(false, path + ".uri", problem));
        }
        if (called.command() != null && here) {
            checks.attempt(() -> new CommandCall(flow, path, called.command()));
        }
    }

    @Override
    public void close() {
        if (!here) {
            camel.stop();
        }
    }
}
