package org.renkei.routes.engine;

import java.util.Map;
import org.renkei.routes.flow.Flow;

/**
 * One version of a flow, ready to run.
 *
 * @param steps by name
 */
record LiveFlow(Flow flow, JobStart start, Map<String, LiveStep> steps) {

    /** The same version, whose file has another name now. */
    LiveFlow as(Flow renamed) {
        return new LiveFlow(renamed, start, steps);
    }

    boolean isSameVersion(LiveFlow other) {
        return flow.name().equals(other.flow.name()) && flow.version().equals(other.flow.version());
    }
}
