package org.renkei.services.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the running server: its stages, ports, and what the last restart found. */
@Command(
        name = "status",
        description = "Show the running Renkei: stages, ports, what the last start found.",
        footer = {"", "Exit code 4 if it is not running.", "", "Example:", "  ./renkei status"})
final class StatusCommand extends Verb {
    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        ServerConnection server = server();
        JsonNode status = server.get("/status");
        if (json) {
            printJson(status);
            return ExitCode.DONE;
        }
        printHead(status, server.url());
        printStages(status.path("stages"));
        printRecovery(status.path("recovery"));
        status.path("problems")
                .forEach(problem -> out().println("problem: " + problem.asText().replace("\n", "\n         ")));
        return ExitCode.DONE;
    }

    private void printHead(JsonNode status, String console) {
        Duration uptime = Duration.ofSeconds(status.path("uptimeSeconds").asLong());
        JsonNode ports = status.path("ports");
        out().printf(
                        "Renkei is %s in %s, node %s, pid %s, for %s%n",
                        lower(status, "state"),
                        status.path("home").asText(),
                        status.path("node").asText(),
                        status.path("pid").asText(),
                        Lapse.of(uptime));
        out().printf("%s, console at %s%n", clients(ports), console);
        JsonNode stopping = status.path("stopping");
        if (stopping.isObject()) {
            out().printf(
                            "stopping: %s, %,d pending%n",
                            stopping.path("stage").asText(),
                            stopping.path("pending").asLong());
        }
        out().println();
    }

    private void printStages(JsonNode stages) {
        Table table = new Table().text("STAGE").text("STATE").number("TOOK").text("PROBLEM");
        for (JsonNode stage : stages) {
            JsonNode millis = stage.path("millis");
            String took = millis.isNumber() ? Lapse.of(Duration.ofMillis(millis.asLong())) : "";
            table.row(
                    stage.path("name").asText(),
                    lower(stage, "state"),
                    took,
                    stage.path("problem").asText(""));
        }
        table.print(out());
        out().println();
    }

    private void printRecovery(JsonNode recovery) {
        out().printf(
                        "The start found %,d messages; %,d had been in hand, %,d were redelivered, %,d jobs were lost.%n",
                        recovery.path("found").asLong(),
                        recovery.path("inHand").asLong(),
                        recovery.path("redelivered").asLong(),
                        recovery.path("lost").asLong());
    }

    private static String lower(JsonNode node, String field) {
        return node.path(field).asText().toLowerCase(Locale.ROOT);
    }

    private static String clients(JsonNode ports) {
        return ports.path("core").asInt() == 0
                ? "JMS and AMQP at broker.url"
                : "JMS (Core) on port " + ports.path("core").asText() + ", AMQP on "
                        + ports.path("amqp").asText();
    }
}
