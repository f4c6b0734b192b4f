package org.renkei.services.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One dead letter as a whole. */
@Command(
        name = "show",
        description = "Show one dead letter as a whole.",
        footer = {"", "Example:", "  ./renkei dead show 01997f2e-5a3c-7000-8000-2f6d1b0c9a11-3"})
final class DeadShowCommand extends Verb {
    private static final Set<String> LAST = Set.of("properties", "body");

    @Parameters(paramLabel = "LETTER", description = "Its id, as the list shows it.")
    private String id;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        JsonNode letter = server().get("/dead-letters/" + ServerConnection.segment(id));
        if (json) {
            printJson(letter);
            return ExitCode.DONE;
        }
        letter.properties().stream()
                .filter(part -> !LAST.contains(part.getKey()))
                .forEach(part -> line(part.getKey(), part.getValue().asText()));
        out().println();
        letter.path("properties").properties().forEach(property -> line(property.getKey(), shown(property.getValue())));
        out().println();
        JsonNode body = letter.path("body");
        out().println(body.path("text").isTextual() ? body.path("text").asText() : body.toString());
        return ExitCode.DONE;
    }

    private void line(String name, String value) {
        out().printf("%-16s %s%n", name, value);
    }

    private static String shown(JsonNode value) {
        return value.isObject() ? value.elements().next().asText() : value.asText();
    }
}
