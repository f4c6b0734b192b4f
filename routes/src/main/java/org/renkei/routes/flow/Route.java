package org.renkei.routes.flow;

import com.fasterxml.jackson.annotation.JsonCreator;
import org.renkei.broker.config.ConfigException;

/**
 * One way out of a step.
 *
 * @param when a Camel simple predicate over the job; null if it always holds
 * @param to a step's name, {@value #END}, or {@code flow:NAME} to start another flow with the job's body
 * @param otherwise instead of {@code to}: taken if no other route of the step holds
 */
public record Route(String when, String to, String otherwise) {
    public static final String END = "end";
    private static final String FLOW = "flow:";

    @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
    public Route {
        if ((to == null) == (otherwise == null)) {
            throw new ConfigException("", "must have either 'to' (with or without 'when') or 'otherwise'");
        }
        if (otherwise != null && when != null) {
            throw new ConfigException("when", "cannot stand beside 'otherwise': write 'to' instead");
        }
    }

    /** A route that always holds, written as the mere name of its target. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Route to(String target) {
        return new Route(null, target, null);
    }

    public String target() {
        return to == null ? otherwise : to;
    }

    public boolean isOtherwise() {
        return otherwise != null;
    }

    public boolean isEnd() {
        return target().equals(END);
    }

    public boolean isFlow() {
        return target().startsWith(FLOW);
    }

    /** The flow that {@link #isFlow()} speaks of. */
    public String flow() {
        return target().substring(FLOW.length());
    }

    /** As the command line shows it. */
    @Override
    public String toString() {
        return isOtherwise() ? "otherwise " + otherwise : when == null ? to : "when " + when + " " + to;
    }
}
