package org.renkei.services.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The execute applications and their switch (A5). */
@Command(
        name = "app",
        description = "List, pause and resume execute applications.",
        footer = {
            "",
            "Examples:",
            "  ./renkei app list",
            "  ./renkei app pause payment --reason 'the bank is down'",
            "  ./renkei app resume payment"
        },
        subcommands = {AppCommand.Listing.class, AppCommand.Pausing.class, AppCommand.Resuming.class})
final class AppCommand extends VerbGroup {

    @Command(
            name = "list",
            description = "Show the applications that flows call.",
            footer = {"", "Example:", "  ./renkei app list"})
    static final class Listing extends Verb {
        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        @Override
        public Integer call() {
            JsonNode applications = server().get("/applications").path("applications");
            if (json) {
                printJson(applications);
                return ExitCode.DONE;
            }
            Table table = new Table()
                    .id("APPLICATION")
                    .text("KIND")
                    .text("FROM")
                    .text("STATE")
                    .text("CALLED BY")
                    .text("PAUSED BECAUSE");
            for (JsonNode application : applications) {
                table.row(
                        application.path("name").asText(),
                        application.path("kind").asText().toLowerCase(Locale.ROOT),
                        application.path("origin").asText("-"),
                        state(application),
                        String.join(", ", steps(application)),
                        because(application.path("paused")));
            }
            table.print(out());
            return ExitCode.DONE;
        }

        /** It can be held by the pause of a single step, too. */
        private static String state(JsonNode application) {
            if (application.path("paused").isObject()) {
                return "paused";
            }
            for (JsonNode call : application.path("calls")) {
                if (call.path("held").asBoolean()) {
                    return "partly paused";
                }
            }
            return "active";
        }

        private static Set<String> steps(JsonNode application) {
            boolean whole = application.path("paused").isObject();
            Set<String> steps = new LinkedHashSet<>();
            for (JsonNode call : application.path("calls")) {
                String step =
                        call.path("flow").asText() + "." + call.path("step").asText();
                steps.add(step + (call.path("held").asBoolean() && !whole ? " (paused)" : ""));
            }
            return steps;
        }

        private static String because(JsonNode pause) {
            return pause.isObject()
                    ? pause.path("reason").asText() + " (" + pause.path("by").asText() + ", "
                            + Moment.of(pause.path("since")) + ")"
                    : "-";
        }
    }

    @Command(
            name = "pause",
            description =
                    "Hand nothing more to an application, also after a restart; its channels take messages as before.",
            footer = {
                "",
                "What it has in hand it ends.",
                "",
                "Examples:",
                "  ./renkei app pause payment --reason 'the bank is down'",
                "  ./renkei app pause orders.payment   # in this step only"
            })
    static final class Pausing extends AppSwitch {
        @Mixin
        private ReasonOption reason;

        Pausing() {
            super("pause", "is paused");
        }

        @Override
        Map<String, Object> request() {
            return reason.request();
        }
    }

    @Command(
            name = "resume",
            description = "Hand messages to an application again.",
            footer = {"", "Example:", "  ./renkei app resume payment"})
    static final class Resuming extends AppSwitch {
        Resuming() {
            super("resume", "is resumed");
        }
    }
}
