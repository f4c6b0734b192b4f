package org.renkei.routes.trace;

import java.time.Instant;
import org.apache.camel.CamelContext;

/** Makes the spans of steps. Thread-safe. */
public interface Traces extends AutoCloseable {
    /** Traces nothing, and costs nothing. */
    Traces NONE = new Traces() {
        @Override
        public StepSpan begin(String name, String traceparent, Instant at) {
            return StepSpan.NONE;
        }

        @Override
        public void follow(CamelContext camel) {}

        @Override
        public void close() {}
    };

    /**
     * @param config null for none
     * @param node the name of this process
     */
    static Traces of(TracingConfig config, String node) {
        return config == null ? NONE : new OpenTelemetryTraces(config, node);
    }

    /**
     * A job has come into a step.
     *
     * @param traceparent of what sent it there; null or invalid if it begins a trace
     */
    StepSpan begin(String name, String traceparent, Instant at);

    /** Traces what routes call as well. Before the routes are built. */
    void follow(CamelContext camel);

    /** Exports what is left, within a few seconds. */
    @Override
    void close();
}
