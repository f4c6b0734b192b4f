package org.renkei.services.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Watches the channels (D7). */
@Command(
        name = "monitor",
        description = "Watch the channels: depth, limits, age, rates, who is connected.",
        footer = {"", "An exclamation mark: depth has reached watch.", "", "Example:", "  ./renkei monitor --watch"})
final class MonitorCommand extends Verb {
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final String CLEAR_SCREEN = "\u001b[H\u001b[2J";

    @Parameters(paramLabel = "CHANNEL", arity = "0..1", description = "Only this one. Default: all.")
    private String channel;

    @Option(names = "--watch", description = "Again every second, until Ctrl-C.")
    private boolean watch;

    @Option(names = "--json", description = "Print JSON; with --watch, one line each time.")
    private boolean json;

    @Override
    public Integer call() {
        ServerConnection server = server();
        while (watch) {
            show(figures(server));
            Pause.of(EVERY);
        }
        show(figures(server));
        return ExitCode.DONE;
    }

    private JsonNode figures(ServerConnection server) {
        return channel == null
                ? server.all("/channels", "channels")
                : new ObjectMapper()
                        .createArrayNode()
                        .add(server.get("/channels/" + ServerConnection.segment(channel)));
    }

    private void show(JsonNode figures) {
        if (json && watch) {
            out().println(figures);
        } else if (json) {
            printJson(figures);
        } else {
            print(figures);
        }
        out().flush();
    }

    private void print(JsonNode figures) {
        if (watch) {
            out().println((ProgressLine.isTerminal() ? CLEAR_SCREEN : "")
                    + LocalTime.now().truncatedTo(ChronoUnit.SECONDS));
        }
        ChannelTable.of(figures).print(out());
        for (JsonNode each : figures) {
            String reason = each.path("reason").asText("");
            if (each.path("reason").isTextual() && !reason.isEmpty()) {
                out().println(each.path("name").asText() + ": " + reason);
            }
        }
    }
}
