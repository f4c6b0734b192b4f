package org.renkei.services.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.renkei.routes.flow.Flow;
import org.renkei.routes.flow.Step;

/**
 * Which flow a channel belongs to.
 *
 * @param step which takes from it; null for the flow's start
 */
record ChannelOwner(String flow, String step) {

    /** By channel; those that belong to no flow are not in it. */
    static Map<String, ChannelOwner> of(List<Flow> flows) {
        Map<String, ChannelOwner> owners = new HashMap<>();
        for (Flow flow : flows) {
            owners.put(flow.start(), new ChannelOwner(flow.name(), null));
            for (Step step : flow.steps()) {
                owners.put(step.channel(), new ChannelOwner(flow.name(), step.name()));
            }
        }
        return owners;
    }
}
