package org.renkei.services.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.renkei.routes.flow.Flow;
import org.renkei.routes.flow.FlowFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

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
final class FlowDeployCommand extends Verb {
    private static final Duration ANSWER_WITHIN = Duration.ofMinutes(2);

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "A flow; several are possible.")
    private List<Path> files;

    @Override
    public Integer call() {
        ServerConnection server = server();
        List<Map<String, String>> sent = new ArrayList<>();
        for (Path file : files) {
            sent.add(read(file));
        }
        JsonNode answer = server.post("/flows", Map.of("files", sent), ANSWER_WITHIN);
        answer.path("flows").forEach(this::print);
        return ExitCode.DONE;
    }

    private static Map<String, String> read(Path file) {
        if (!Files.exists(file)) {
            throw new CommandException("there is no file " + file);
        }
        Flow flow = FlowFiles.readOne(file);
        Map<String, String> sent = new LinkedHashMap<>();
        sent.put("file", file.getFileName().toString());
        sent.put("yaml", flow.source().yaml());
        if (flow.source().schema() != null) {
            sent.put("schema", flow.source().schema());
        }
        return sent;
    }

    private void print(JsonNode flow) {
        out().printf(
                        "%s %s version %s%n",
                        flow.path("flow").asText(),
                        flow.path("changed").asBoolean() ? "is deployed," : "was deployed already,",
                        flow.path("version").asText());
    }
}
