package org.renkei.services.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.renkei.broker.config.StrictYaml;
import org.renkei.routes.flow.FlowFiles;
import org.renkei.routes.flow.FlowSource;
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

    /** As far as it can be read: the server tells everything that is wrong with it, and with the others. */
    private static Map<String, String> read(Path file) {
        if (!Files.exists(file)) {
            throw new CommandException("there is no file " + file);
        }
        Map<String, String> sent = new LinkedHashMap<>();
        sent.put("file", file.getFileName().toString());
        sent.put("yaml", StrictYaml.text(file));
        FlowSource source = FlowFiles.draft(file).source();
        if (source.schema() != null) {
            sent.put("schema", source.schema());
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
