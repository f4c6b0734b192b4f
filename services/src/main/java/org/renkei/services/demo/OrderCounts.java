package org.renkei.services.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.renkei.services.cli.ServerConnection;

/**
 * How far the orders are, by tracking, which is some milliseconds behind.
 *
 * @param known orders that tracking has heard of
 */
record OrderCounts(int known, int completed, int running) {

    static OrderCounts now(ServerConnection server) {
        JsonNode states = server.get("/jobs/counts", Map.of("flow", "orders"));
        int known = 0;
        for (JsonNode count : states) {
            known += count.asInt();
        }
        return new OrderCounts(
                known, states.path("COMPLETED").asInt(), states.path("RUNNING").asInt());
    }

    boolean haveAllEnded(int sent) {
        return known >= sent && running == 0;
    }

    @Override
    public String toString() {
        return String.format(
                "%,d completed, %,d under way, %,d ended otherwise", completed, running, known - completed - running);
    }
}
