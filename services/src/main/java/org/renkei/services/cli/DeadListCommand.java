package org.renkei.services.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.renkei.routes.dead.LetterGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Dead letters, one a row, or counted by what they have in common. */
@Command(
        name = "list",
        description = "Find dead letters, newest first, or count them by what they have in common.",
        footer = {"", "Examples:", "  ./renkei dead list --flow orders --since 1h", "  ./renkei dead list --by error"})
final class DeadListCommand extends Verb {
    @Mixin
    private LetterOptions which = new LetterOptions();

    @Option(names = "--by", paramLabel = "WHAT", description = "Count them by error, flow or step.")
    private LetterGroup.By by;

    @Option(names = "--oldest", description = "Oldest first.")
    private boolean oldest;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "At most so many. Default: 20.")
    private int limit;

    @Option(names = "--after", paramLabel = "END", description = "The page behind the one that ended there.")
    private String after;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        JsonNode found = server().get(by == null ? "/dead-letters" : "/dead-letters/groups", query());
        if (json) {
            printJson(found);
            return ExitCode.DONE;
        }
        if (by == null) {
            printLetters(found);
        } else {
            printGroups(found);
        }
        int inFiles = found.path("inFiles").asInt();
        if (inFiles > 0) {
            out().printf(
                            "%,d more in files, since their channel did not take them; bring them back with: %s dead import%n",
                            inFiles, Installation.command(home()));
        }
        return ExitCode.DONE;
    }

    private Map<String, String> query() {
        Map<String, String> query = which.query(List.of());
        if (by == null) {
            query.put("order", oldest ? "oldest" : "newest");
            query.put("limit", Integer.toString(limit));
            query.put("after", after);
        } else {
            query.put("by", by.name());
        }
        return query;
    }

    private void printLetters(JsonNode found) {
        JsonNode letters = found.path("letters");
        if (letters.isEmpty()) {
            out().println("no such dead letter");
            return;
        }
        Table table = new Table()
                .id("LETTER")
                .id("DIED")
                .text("FLOW")
                .text("STEP")
                .text("CORRELATION")
                .text("ERROR");
        for (JsonNode letter : letters) {
            table.row(
                    letter.path("id").asText(),
                    Moment.of(letter.path("diedAt")),
                    letter.path("flow").asText(),
                    letter.path("step").asText(),
                    letter.path("correlationId").asText(),
                    letter.path("error").asText());
        }
        table.print(out());
        if (found.path("next").isTextual()) {
            out().printf(
                            "%,d in all; the next ones with: --after %s%n",
                            found.path("matched").asLong(), found.path("next").asText());
        }
    }

    private void printGroups(JsonNode found) {
        if (found.path("groups").isEmpty()) {
            out().println("no such dead letter");
            return;
        }
        Table table = new Table()
                .number("LETTERS")
                .id("OLDEST")
                .id("NEWEST")
                .text(by.name().toUpperCase(Locale.ROOT));
        for (JsonNode group : found.path("groups")) {
            table.row(
                    group.path("letters").asLong(),
                    Moment.of(group.path("oldest")),
                    Moment.of(group.path("newest")),
                    group.path("key").asText());
        }
        table.print(out());
    }
}
