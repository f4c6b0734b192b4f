package org.renkei.services.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The user's own Camel routes. */
@Command(
        name = "route",
        description = "Deploy, list and delete Camel routes of your own.",
        footer = {
            "",
            "Examples:",
            "  ./renkei route deploy approve.camel.yaml",
            "  ./renkei route list",
            "  ./renkei route delete approve.camel.yaml"
        },
        subcommands = {RouteCommand.Listing.class, RouteDeployCommand.class, RouteCommand.Deleting.class})
final class RouteCommand extends VerbGroup {

    @Command(
            name = "list",
            description = "Show the files of routes.",
            footer = {"", "Example:", "  ./renkei route list"})
    static final class Listing extends Verb {
        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        @Override
        public Integer call() {
            JsonNode files = server().get("/routes").path("files");
            if (json) {
                printJson(files);
                return ExitCode.DONE;
            }
            Table table = new Table().id("FILE").text("ROUTES");
            files.forEach(file -> table.row(file.path("file").asText(), joined(file.path("routes"))));
            table.print(out());
            return ExitCode.DONE;
        }
    }

    static String joined(JsonNode routes) {
        List<String> words = new ArrayList<>();
        routes.forEach(route -> words.add(route.asText()));
        return String.join(", ", words);
    }

    @Command(
            name = "delete",
            description = "Take the routes of a file out when they have ended what they have in hand, and delete it.",
            footer = {"", "Example:", "  ./renkei route delete approve.camel.yaml"})
    static final class Deleting extends Verb {
        @Parameters(paramLabel = "FILE", description = "Its name in etc/routes.")
        private String file;

        @Override
        public Integer call() {
            server().delete("/routes/" + ServerConnection.segment(file));
            out().println(file + " is deleted");
            return ExitCode.DONE;
        }
    }
}
