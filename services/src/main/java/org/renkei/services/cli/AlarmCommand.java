package org.renkei.services.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What an operator must be told of, and who has seen it (A3). */
@Command(
        name = "alarm",
        description = "List and acknowledge alarms.",
        footer = {
            "",
            "Examples:",
            "  ./renkei alarm list",
            "  ./renkei alarm acknowledge mi8x2k4f --note 'the bank is down until noon'"
        },
        subcommands = {AlarmCommand.Listing.class, AlarmCommand.Acknowledge.class})
final class AlarmCommand extends VerbGroup {

    @Command(
            name = "list",
            description = "Show the alarms that are open, newest first.",
            footer = {"", "Example:", "  ./renkei alarm list --all"})
    static final class Listing extends Verb {
        @Option(names = "--all", description = "Also those that are over.")
        private boolean all;

        @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "At most so many. Default: 50.")
        private int limit;

        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        @Override
        public Integer call() {
            Map<String, String> query = new LinkedHashMap<>();
            query.put("state", all ? null : "open");
            query.put("limit", Integer.toString(limit));
            JsonNode found = server().get("/alarms", query);
            if (json) {
                printJson(found.path("alarms"));
            } else if (found.path("alarms").isEmpty()) {
                out().println(all ? "no alarms" : "no alarm is open");
            } else {
                table(found.path("alarms")).print(out());
                printRest(found);
            }
            return ExitCode.DONE;
        }

        private Table table(JsonNode alarms) {
            Table table = new Table().id("ALARM").id("RAISED");
            if (all) {
                table.id("CLEARED");
            }
            table.text("SEVERITY").text("SEEN BY").text("MESSAGE");
            for (JsonNode alarm : alarms) {
                addRow(table, alarm);
            }
            return table;
        }

        private void addRow(Table table, JsonNode alarm) {
            String id = alarm.path("id").asText();
            String raised = Moment.of(alarm.path("raisedAt"));
            String severity = alarm.path("severity").asText().toLowerCase(Locale.ROOT);
            String seenBy = alarm.path("acknowledgedBy").asText();
            String message = alarm.path("message").asText();
            if (all) {
                table.row(id, raised, Moment.of(alarm.path("clearedAt")), severity, seenBy, message);
            } else {
                table.row(id, raised, severity, seenBy, message);
            }
        }

        private void printRest(JsonNode found) {
            long left = found.path("matched").asLong() - found.path("alarms").size();
            if (left > 0) {
                out().printf("and %,d more: raise --limit%n", left);
            }
        }
    }

    @Command(
            name = "acknowledge",
            description = "Note that you have seen an alarm. It stays open while its cause holds.",
            footer = {"", "Example:", "  ./renkei alarm acknowledge mi8x2k4f --note 'the bank is down until noon'"})
    static final class Acknowledge extends Verb {
        @Parameters(paramLabel = "ALARM", description = "Its id, as the list shows it.")
        private String id;

        @Option(names = "--note", paramLabel = "TEXT", description = "What others should know.")
        private String note;

        @Override
        public Integer call() {
            JsonNode alarm = server().post(
                            "/alarms/" + ServerConnection.segment(id) + "/acknowledge",
                            note == null ? Map.of() : Map.of("note", note));
            out().printf(
                            "seen by %s: %s%n",
                            alarm.path("acknowledgedBy").asText(),
                            alarm.path("message").asText());
            return ExitCode.DONE;
        }
    }
}
