package org.renkei.services.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.renkei.broker.config.StrictYaml;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Deploys Camel routes into the running server. */
@Command(
        name = "deploy",
        description = "Start or replace Camel routes: all are tried first, and nothing changes if anything is wrong.",
        footer = {
            "",
            "The language is known by the ending: .yaml (also as Kaoto writes it), .xml or .java. The routes that are",
            "replaced end what they have in hand first. The files are written into etc/routes.",
            "",
            "Example:",
            "  ./renkei route deploy approve.camel.yaml"
        })
final class RouteDeployCommand extends Verb {
    private static final Duration ANSWER_WITHIN = Duration.ofMinutes(2);

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "A file of routes; several are possible.")
    private List<Path> files;

    @Override
    public Integer call() {
        ServerConnection server = server();
        List<Map<String, String>> sent = new ArrayList<>();
        for (Path file : files) {
            sent.add(read(file));
        }
        JsonNode answer = server.post("/routes", Map.of("files", sent), ANSWER_WITHIN);
        answer.path("files").forEach(this::print);
        return ExitCode.DONE;
    }

    private static Map<String, String> read(Path file) {
        if (!Files.exists(file)) {
            throw new CommandException("there is no file " + file);
        }
        return Map.of("file", file.getFileName().toString(), "text", StrictYaml.text(file));
    }

    private void print(JsonNode file) {
        out().printf(
                        "%s %s routes %s%n",
                        file.path("file").asText(),
                        file.path("changed").asBoolean() ? "is deployed," : "was deployed already,",
                        RouteCommand.joined(file.path("routes")));
    }
}
