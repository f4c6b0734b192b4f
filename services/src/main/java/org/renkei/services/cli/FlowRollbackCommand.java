package org.renkei.services.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Deploys an earlier version of a flow again (B2). */
@Command(
        name = "rollback",
        description = "Deploy an earlier version of a flow again.",
        footer = {"", "Examples:", "  ./renkei flow rollback orders", "  ./renkei flow rollback orders 0d4f2c11"})
final class FlowRollbackCommand extends Verb {
    @Parameters(index = "0", paramLabel = "FLOW", description = "Its name.")
    private String flow;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "VERSION",
            description = "See flow versions. Default: the last one before the present one.")
    private String version;

    @Override
    public Integer call() {
        JsonNode deployed = server().post(
                        "/flows/" + ServerConnection.segment(flow) + "/rollback",
                        version == null ? Map.of() : Map.of("version", version));
        out().printf(
                        "%s is deployed, version %s%n",
                        deployed.path("flow").asText(), deployed.path("version").asText());
        return ExitCode.DONE;
    }
}
