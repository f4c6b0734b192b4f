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
import picocli.CommandLine.Parameters;

/** Deploys files into the running server: all of them, or none if anything is wrong. */
abstract class DeployVerb extends Verb {
    private static final Duration ANSWER_WITHIN = Duration.ofMinutes(2);

    private final String path;
    private final String textKey;
    private final String answerKey;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "A file; several are possible.")
    private List<Path> files;

    /**
     * @param path of the operation
     * @param textKey what a request calls the text of a file
     * @param answerKey what the answer calls all that is deployed now
     */
    DeployVerb(String path, String textKey, String answerKey) {
        this.path = path;
        this.textKey = textKey;
        this.answerKey = answerKey;
    }

    @Override
    public final Integer call() {
        ServerConnection server = server();
        List<Map<String, String>> sent = new ArrayList<>();
        for (Path file : files) {
            sent.add(read(file));
        }
        JsonNode answer = server.post(path, Map.of("files", sent), ANSWER_WITHIN);
        answer.path(answerKey)
                .forEach(one -> out().printf(
                                "%s %s %s%n",
                                name(one),
                                one.path("changed").asBoolean() ? "is deployed," : "was deployed already,",
                                what(one)));
        return ExitCode.DONE;
    }

    private Map<String, String> read(Path file) {
        if (!Files.exists(file)) {
            throw new CommandException("there is no file " + file);
        }
        Map<String, String> sent = new LinkedHashMap<>();
        sent.put("file", file.getFileName().toString());
        sent.put(textKey, StrictYaml.text(file));
        sent.putAll(besides(file));
        return sent;
    }

    /** What is sent of a file besides its name and its text. */
    Map<String, String> besides(Path file) {
        return Map.of();
    }

    /** Of something that is deployed now. */
    abstract String name(JsonNode deployed);

    /** What there is to say of it. */
    abstract String what(JsonNode deployed);
}
