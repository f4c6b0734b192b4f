package org.renkei.routes.trace;

import java.util.Map;
import org.renkei.tracking.journey.StepEvent;

/** One pass of a job through a step, as a span. Begun; {@link #ended} exports it, and without it there is none. */
public interface StepSpan {
    /** The property of messages, and the header of HTTP, that says which span comes before (W3C Trace Context). */
    String TRACEPARENT = "traceparent";

    /** Of a pass that is not traced. */
    StepSpan NONE = new StepSpan() {
        @Override
        public void carryInto(Map<String, Object> properties) {}

        @Override
        public void ended(StepEvent event) {}
    };

    /** Whatever has these properties comes after this span. */
    void carryInto(Map<String, Object> properties);

    /** The pass is committed. Must neither throw nor block. */
    void ended(StepEvent event);
}
