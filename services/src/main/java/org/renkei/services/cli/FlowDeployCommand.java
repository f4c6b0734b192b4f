package org.renkei.services.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import org.renkei.routes.flow.FlowFiles;
import org.renkei.routes.flow.FlowSource;
import picocli.CommandLine.Command;

/** Deploys flows into the running server (B2). */
@Command(
        name = "deploy",
        description = "Deploy flows, new ones and new versions: all of them, or none if anything is wrong.",
        footer = {
            "",
            "Jobs that have begun end on the version that they are on. The files are written into etc/flows.",
            "",
            "Example:",
            "  ./renkei flow deploy orders.yaml mails.yaml"
        })
final class FlowDeployCommand extends DeployVerb {
    FlowDeployCommand() {
        super("/flows", "yaml", "flows");
    }

    /** As far as it can be read: the server tells everything that is wrong with it, and with the others. */
    @Override
    Map<String, String> besides(Path file) {
        FlowSource source = FlowFiles.draft(file).source();
        return source.schema() == null ? Map.of() : Map.of("schema", source.schema());
    }

    @Override
    String name(JsonNode flow) {
        return flow.path("flow").asText();
    }

    @Override
    String what(JsonNode flow) {
        return "version " + flow.path("version").asText();
    }
}
