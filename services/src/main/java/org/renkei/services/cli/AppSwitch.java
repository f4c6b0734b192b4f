package org.renkei.services.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import picocli.CommandLine.Parameters;

/** A switch of execute applications. */
abstract class AppSwitch extends Switch {
    @Parameters(
            paramLabel = "NAME",
            arity = "1..*",
            description = "A bean, in all steps that call it; or a single step, FLOW.STEP. Several are possible.")
    private List<String> applications;

    private final String told;

    AppSwitch(String action, String told) {
        super("applications", action);
        this.told = told;
    }

    @Override
    final List<String> names() {
        return applications;
    }

    @Override
    final String told(JsonNode after) {
        return told;
    }
}
