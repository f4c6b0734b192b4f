package org.renkei.services.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists what was ever deployed of a flow (B2). */
@Command(
        name = "versions",
        description = "Show every version of a flow that was deployed, the last one first.",
        footer = {"", "Example:", "  ./renkei flow versions orders"})
final class FlowVersionsCommand extends Verb {
    @Parameters(paramLabel = "FLOW", description = "Its name.")
    private String flow;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        JsonNode versions = server().get("/flows/" + ServerConnection.segment(flow) + "/versions")
                .path("versions");
        if (json) {
            printJson(versions);
            return ExitCode.DONE;
        }
        Table table = new Table().id("VERSION").text("STATE").text("DEPLOYED").text("BY");
        for (JsonNode version : versions) {
            table.row(
                    version.path("version").asText(),
                    state(version),
                    Moment.of(version.path("deployedAt")),
                    version.path("deployedBy").asText());
        }
        table.print(out());
        return ExitCode.DONE;
    }

    private static String state(JsonNode version) {
        if (version.path("present").asBoolean()) {
            return "present";
        }
        return version.path("live").asBoolean() ? "has jobs" : "-";
    }
}
