package org.renkei.services.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.renkei.routes.dead.LetterJson;
import org.renkei.routes.dead.RetryFrom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts dead letters back that were exported, or that lie in files because their channel did not take them (C3). */
@Command(
        name = "import",
        description = "Put dead letters back, as export wrote them and somebody edited them.",
        footer = {
            "",
            "Without FILE: those that lie in data/dead-letters, since their channel did not take them.",
            "A letter that is still there is replaced. Every line is checked before the first is put back.",
            "",
            "Examples:",
            "  ./renkei dead import bad.jsonl --retry",
            "  ./renkei dead import"
        })
final class DeadImportCommand extends Verb {
    private static final int LINES_AT_ONCE = 250;
    private static final int CHARACTERS_AT_ONCE = 1 << 20;
    private static final Duration ANSWER_WITHIN = Duration.ofMinutes(5);

    @Parameters(paramLabel = "FILE|-", arity = "0..1", description = "Lines of JSON; - is standard input.")
    private String file;

    @Option(
            names = "--retry",
            arity = "0..1",
            fallbackValue = "step",
            paramLabel = "FROM",
            description = "Retry them at once: step (where they gave up) or start. Default: step.")
    private RetryFrom retry;

    @Override
    public Integer call() {
        if (file == null && retry != null) {
            throw wrongUsage("--retry needs a FILE; what lies in files is brought back first, and retried then");
        }
        ServerConnection server = server();
        return file == null ? recover(server) : putBack(server, lines());
    }

    private int recover(ServerConnection server) {
        JsonNode begun = server.post("/dead-letters/recover", Map.of());
        JsonNode report = new LetterOperation(server, new ProgressLine(out()), "Importing").follow(begun);
        if (report.path("matched").asLong() == 0) {
            out().println("no dead letters in files");
            return ExitCode.DONE;
        }
        out().printf("brought back %s%n", LetterOperation.counts(report));
        report.path("left")
                .forEach(left -> out().println("not: " + left.path("reason").asText()));
        if (report.path("error").isTextual()) {
            throw new CommandException("stopped there: " + report.path("error").asText());
        }
        return report.path("left").isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }

    /** All lines, each of them a letter. */
    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        try (BufferedReader reader = file.equals("-")
                ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                : Files.newBufferedReader(Path.of(file))) {
            int number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                if (!line.isBlank()) {
                    LetterJson.read(file + ":" + number, line);
                    lines.add(line);
                }
            }
        } catch (IOException e) {
            throw new CommandException(file + " cannot be read: " + e);
        }
        return lines;
    }

    private int putBack(ServerConnection server, List<String> lines) {
        ProgressLine progress = new ProgressLine(out());
        LetterOperation retrying = new LetterOperation(server, progress, "Retrying");
        List<JsonNode> retried = new ArrayList<>();
        int from = 0;
        while (from < lines.size()) {
            int to = end(lines, from);
            JsonNode answer = server.post(path(), String.join("\n", lines.subList(from, to)), ANSWER_WITHIN);
            if (answer.path("operation").isObject()) {
                retried.add(retrying.follow(answer.path("operation")));
            }
            from = to;
            progress.now(String.format("Importing: %,d of %,d", from, lines.size()));
        }
        progress.done(String.format("imported %,d", lines.size()));
        return told(retried);
    }

    private String path() {
        return "/dead-letters/import" + (retry == null ? "" : "?retry=" + retry);
    }

    /** As many as one request carries, at least one. */
    private static int end(List<String> lines, int from) {
        int characters = 0;
        int end = from;
        while (end < lines.size() && end - from < LINES_AT_ONCE && characters < CHARACTERS_AT_ONCE) {
            characters += lines.get(end++).length();
        }
        return end;
    }

    private int told(List<JsonNode> retried) {
        long done = 0;
        boolean all = true;
        for (JsonNode report : retried) {
            done += report.path("done").asLong();
            all &= report.path("done").equals(report.path("matched"));
            report.path("left")
                    .forEach(left -> out().println("not: " + left.path("reason").asText()));
            if (report.path("error").isTextual()) {
                out().println("not: " + report.path("error").asText());
            }
        }
        if (!retried.isEmpty()) {
            out().printf("retried %,d of them%n", done);
        }
        return all ? ExitCode.DONE : ExitCode.FAILED;
    }
}
