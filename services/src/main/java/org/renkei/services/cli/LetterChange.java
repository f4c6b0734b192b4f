package org.renkei.services.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Does something to the dead letters that are chosen, and tells how many it did and why not the others. */
abstract class LetterChange extends Verb {
    @Parameters(paramLabel = "LETTER", arity = "0..*", description = "Ids, as the list shows them.")
    private List<String> ids = List.of();

    @Mixin
    private LetterOptions which = new LetterOptions();

    @Option(names = "--all", description = "Every dead letter; needed if nothing else is chosen.")
    private boolean all;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public final Integer call() {
        boolean chosen = !ids.isEmpty() || !which.isEmpty();
        if (chosen == all) {
            throw wrongUsage(
                    all
                            ? "--all is for every dead letter: leave it out, or the rest of the choice"
                            : "nothing is chosen: name letters, --flow, --step, --error, …, or --all");
        }
        Map<String, Object> request = which.request(ids);
        request.put("all", all);
        ServerConnection server = server();
        long began = System.nanoTime();
        JsonNode begun = server.post(path(), request);
        JsonNode report = new LetterOperation(server, new ProgressLine(out()), doing()).follow(begun);
        if (json) {
            printJson(report);
        } else {
            print(report, Duration.ofNanos(System.nanoTime() - began));
        }
        return isDone(report) ? ExitCode.DONE : ExitCode.FAILED;
    }

    /** Where the server is asked for it. */
    abstract String path();

    /** As the progress says it: {@code Retrying}. */
    abstract String doing();

    /** As the end says it: {@code retried}. */
    abstract String done();

    private boolean isDone(JsonNode report) {
        boolean found = report.path("matched").asLong() >= ids.size();
        return found
                && report.path("state").asText().equals("DONE")
                && report.path("left").isEmpty();
    }

    private void print(JsonNode report, Duration took) {
        if (report.path("matched").asLong() == 0 && report.path("error").isMissingNode()) {
            out().println("no such dead letter");
            return;
        }
        out().printf("%s %s in %s%n", done(), LetterOperation.counts(report), Lapse.of(took));
        for (JsonNode left : report.path("left")) {
            out().printf(
                            "%,d not: %s%n",
                            left.path("letters").asLong(), left.path("reason").asText());
        }
        if (report.path("error").isTextual()) {
            throw new CommandException(
                    "stopped there: " + report.path("error").asText() + "\nthe others lie where they lay");
        }
        if (report.path("state").asText().equals("CANCELLED")) {
            throw new CommandException("somebody has cancelled it; the others lie where they lay");
        }
    }
}
