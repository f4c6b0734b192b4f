package org.renkei.routes.engine;

import java.util.Map;
import org.renkei.routes.flow.Flow;

/**
 * One version of a flow, ready to run.
 *
 * @param steps by name
 */
record LiveFlow(Flow flow, JobStart start, Map<String, LiveStep> steps) {}
