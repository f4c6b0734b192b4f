package org.renkei.routes.flow;

import org.renkei.broker.config.Checks;

/** Something more that must hold for flows before they are run, which this package does not know. */
public interface FlowRule {

    /**
     * Notes everything that is wrong with the flow's own parts.
     *
     * @param flow what there is of it: a part that could not be read is null, or not among the others
     */
    void check(Flow flow, Checks checks);
}
