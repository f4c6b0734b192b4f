package org.renkei.services.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Parameters;

/** Turns the switch of each flow that is named. */
abstract class FlowSwitch extends Verb {
    @Parameters(paramLabel = "FLOW", arity = "1..*", description = "Its name; several are possible.")
    private List<String> flows;

    @Override
    public final Integer call() {
        ServerConnection server = server();
        for (String flow : flows) {
            JsonNode after = server.post("/flows/" + ServerConnection.segment(flow) + "/" + action(), request());
            String blocked = after.path("blocked").asText("");
            out().println(flow + (blocked.isEmpty() ? " takes jobs" : " takes no jobs: " + blocked));
        }
        return ExitCode.DONE;
    }

    /** The last segment of the path. */
    abstract String action();

    Map<String, Object> request() {
        return Map.of();
    }
}
