package org.renkei.services.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The flows that are deployed (B1, B2), and their switch (A5). */
@Command(
        name = "flow",
        description = "Deploy flows, list and show them, block and unblock them.",
        footer = {
            "",
            "Examples:",
            "  ./renkei flow list",
            "  ./renkei flow show orders",
            "  ./renkei flow deploy orders.yaml",
            "  ./renkei flow rollback orders",
            "  ./renkei flow block orders --reason 'stocktaking until noon'"
        },
        subcommands = {
            FlowCommand.Listing.class,
            FlowCommand.Show.class,
            FlowCommand.Block.class,
            FlowCommand.Unblock.class,
            FlowCheckCommand.class,
            FlowSchemaCommand.class,
            FlowDeployCommand.class,
            FlowVersionsCommand.class,
            FlowDiffCommand.class,
            FlowRollbackCommand.class,
            FlowDeleteCommand.class
        })
final class FlowCommand extends VerbGroup {

    @Command(
            name = "list",
            description = "Show all flows.",
            footer = {"", "Example:", "  ./renkei flow list"})
    static final class Listing extends Verb {
        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        @Override
        public Integer call() {
            JsonNode flows = server().all("/flows", "flows");
            if (json) {
                printJson(flows);
                return ExitCode.DONE;
            }
            Table table = new Table()
                    .id("FLOW")
                    .text("VERSION")
                    .text("START")
                    .number("STEPS")
                    .text("BLOCKED");
            for (JsonNode flow : flows) {
                table.row(
                        flow.path("name").asText(),
                        flow.path("version").asText(),
                        flow.path("start").asText(),
                        flow.path("steps").asLong(),
                        flow.path("blocked").asText("-"));
            }
            table.print(out());
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "show",
            description = "Show the steps of one flow.",
            footer = {"", "Example:", "  ./renkei flow show orders"})
    static final class Show extends Verb {
        @Parameters(paramLabel = "FLOW", description = "Its name.")
        private String flow;

        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        @Override
        public Integer call() {
            JsonNode shown = server().get("/flows/" + ServerConnection.segment(flow));
            if (json) {
                printJson(shown);
            } else {
                print(shown);
            }
            return ExitCode.DONE;
        }

        private void print(JsonNode shown) {
            out().printf(
                            "flow %s, version %s, from %s%n",
                            shown.path("name").asText(),
                            shown.path("version").asText(),
                            shown.path("file").asText());
            if (shown.hasNonNull("blocked")) {
                out().printf(
                                "blocked, takes no jobs: %s%n",
                                shown.path("blocked").asText());
            }
            out().printf(
                            "starts at %s, dead letters to %s, at most %,d passes%n%n",
                            shown.path("start").asText(),
                            shown.path("deadLetter").asText(),
                            shown.path("passes").asLong());
            Table table = new Table()
                    .id("STEP")
                    .text("CHANNEL")
                    .text("APPLICATION")
                    .text("UNDO")
                    .text("NEXT");
            for (JsonNode step : shown.path("steps")) {
                table.row(
                        step.path("name").asText(),
                        step.path("channel").asText(),
                        step.path("application").asText(),
                        step.path("undo").asText("-"),
                        joined(step.path("next")));
            }
            table.print(out());
        }

        private static String joined(JsonNode routes) {
            List<String> words = new ArrayList<>();
            routes.forEach(route -> words.add(route.asText()));
            return String.join("; ", words);
        }
    }

    @Command(
            name = "block",
            description = "Refuse the producers of a flow from now on, also after a restart; what runs runs on.",
            footer = {"", "Example:", "  ./renkei flow block orders --reason 'stocktaking until noon'"})
    static final class Block extends FlowSwitch {
        @Mixin
        private ReasonOption reason;

        Block() {
            super("block");
        }

        @Override
        Map<String, Object> request() {
            return reason.request();
        }
    }

    @Command(
            name = "unblock",
            description = "Take jobs again.",
            footer = {"", "Example:", "  ./renkei flow unblock orders"})
    static final class Unblock extends FlowSwitch {
        Unblock() {
            super("unblock");
        }
    }
}
