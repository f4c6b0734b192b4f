package org.renkei.services.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.renkei.broker.channel.Priority;
import org.renkei.broker.config.DurationText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts jobs into a flow, and waits for their results if asked to (B6). */
@Command(
        name = "submit",
        description = "Put a job into a flow. When it returns, the job is on disk.",
        footer = {
            "",
            "Exit code 1 if --wait is given and the job fails or takes longer.",
            "",
            "Examples:",
            "  ./renkei submit orders --data @order.json --correlation ORDER-4711",
            "  ./renkei submit orders --data '{\"order\":\"A1\",\"customer\":\"Rikyu\",\"lines\":"
                    + "[{\"article\":\"tea\",\"quantity\":1,\"price\":450}]}' --wait"
        })
final class SubmitCommand extends Verb {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

    @Parameters(paramLabel = "FLOW", description = "The flow's name.")
    private String flow;

    @Option(
            names = "--data",
            paramLabel = "JSON|@FILE|-",
            defaultValue = "{}",
            description = "The job's body: as it is, from a file, or from standard input. Default: ${DEFAULT-VALUE}.")
    private String data;

    @Option(names = "--correlation", paramLabel = "ID", description = "An id of yours to find the job by; may repeat.")
    private String correlation;

    @Option(names = "--priority", paramLabel = "P", description = "high, normal or low. Default: normal.")
    private Priority priority;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "1",
            description = "Submit so many of the same. Default: ${DEFAULT-VALUE}.")
    private int count;

    @Option(
            names = "--wait",
            arity = "0..1",
            fallbackValue = "30s",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Wait so long (30s) for the result and print it.")
    private Duration wait;

    @Option(names = "--json", description = "Print JSON: one object for each job.")
    private boolean json;

    @Override
    public Integer call() {
        if (count < 1) {
            throw wrongUsage("--count must be at least 1, was " + count);
        }
        String body = body();
        ServerConnection server = server();
        ArrayNode answers = new ObjectMapper().createArrayNode();
        long began = System.nanoTime();
        for (int i = 0; i < count; i++) {
            answers.add(submit(server, body));
        }
        print(answers, Duration.ofNanos(System.nanoTime() - began));
        return isAnyFailed(answers) ? ExitCode.FAILED : ExitCode.DONE;
    }

    private JsonNode submit(ServerConnection server, String body) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("correlation", correlation);
        query.put("priority", priority == null ? null : priority.name());
        query.put("wait", wait == null ? null : DurationText.format(wait));
        Duration within = wait == null ? ANSWER_WITHIN : ANSWER_WITHIN.plus(wait);
        return server.post(
                "/flows/" + ServerConnection.segment(flow) + "/jobs" + ServerConnection.query(query), body, within);
    }

    private String body() {
        try {
            if (data.equals("-")) {
                return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
            }
            return data.startsWith("@") ? Files.readString(Path.of(data.substring(1))) : data;
        } catch (IOException e) {
            throw new CommandException("--data cannot be read: " + e.getMessage());
        }
    }

    private void print(ArrayNode answers, Duration took) {
        if (json) {
            printJson(count == 1 ? answers.get(0) : answers);
        } else if (wait != null) {
            answers.forEach(this::printResult);
        } else if (count == 1) {
            String job = answers.get(0).path("job").asText();
            out().println("accepted as job " + job);
            out().println("follow it with: " + Installation.command(home()) + " track " + job);
        } else {
            out().printf("%,d jobs accepted in %s%n", count, Lapse.of(took));
        }
    }

    private void printResult(JsonNode answer) {
        ObjectNode result = (ObjectNode) answer;
        out().println("job " + result.path("job").asText() + " "
                + result.path("state").asText().toLowerCase(Locale.ROOT));
        out().println(
                        result.path("body").isTextual()
                                ? result.path("body").asText()
                                : result.path("error").asText());
    }

    private static boolean isAnyFailed(ArrayNode answers) {
        for (JsonNode answer : answers) {
            if (answer.path("state").asText("COMPLETED").equals("FAILED")) {
                return true;
            }
        }
        return false;
    }
}
