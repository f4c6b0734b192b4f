package org.renkei.services.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import picocli.CommandLine.Parameters;

/** A switch of flows. */
abstract class FlowSwitch extends Switch {
    @Parameters(paramLabel = "FLOW", arity = "1..*", description = "Its name; several are possible.")
    private List<String> flows;

    FlowSwitch(String action) {
        super("flows", action);
    }

    @Override
    final List<String> names() {
        return flows;
    }

    @Override
    final String told(JsonNode after) {
        String blocked = after.path("blocked").asText("");
        return blocked.isEmpty() ? "takes jobs" : "takes no jobs: " + blocked;
    }
}
