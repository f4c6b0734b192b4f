package org.renkei.services.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.renkei.services.cli.ServerConnection;

/** How the jobs of a flow ended, as tracking knows it. */
final class JobEnds {
    private JobEnds() {}

    /** @return the state of each job, by its correlation id */
    static Map<String, List<String>> of(ServerConnection connection, String flow) {
        Map<String, List<String>> ends = new HashMap<>();
        Map<String, String> query = new LinkedHashMap<>(Map.of("flow", flow, "limit", "1000"));
        do {
            JsonNode page = connection.get("/jobs", query);
            for (JsonNode job : page.path("jobs")) {
                ends.computeIfAbsent(job.path("correlationId").asText(), id -> new ArrayList<>())
                        .add(job.path("state").asText());
            }
            query.put("after", page.path("next").asText(null));
        } while (query.get("after") != null);
        return ends;
    }
}
