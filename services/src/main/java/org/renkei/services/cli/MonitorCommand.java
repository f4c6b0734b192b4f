package org.renkei.services.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
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

    @Parameters(paramLabel = "CHANNEL", arity = "0..1", description = "Only this one. Default: all.")
    private String channel;

    @Option(
            names = "--watch",
            description = "Again every second, until Ctrl-C: on a terminal the whole page, the fullest channels first.")
    private boolean watch;

    @Option(names = "--json", description = "Print JSON; with --watch, one line each time.")
    private boolean json;

    @Override
    public Integer call() {
        ServerConnection server = server();
        if (watch && !json && channel == null && ProgressLine.isTerminal()) {
            watchOnScreen(server);
        }
        while (watch) {
            show(figures(server));
            Pause.of(EVERY);
        }
        show(figures(server));
        return ExitCode.DONE;
    }

    /** Until Ctrl-C, or until the server has stopped. */
    private void watchOnScreen(ServerConnection server) {
        try (Screen screen = new Screen(out())) {
            while (true) {
                Screen.Size size = Screen.size();
                JsonNode channels = server.get(
                        "/channels", Map.of("sort", "-fill", "limit", Integer.toString(MonitorPage.rows(size))));
                screen.draw(MonitorPage.lines(server.get("/overview"), channels, now(), size), size);
                Pause.of(EVERY);
            }
        }
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
            out().println(now());
        }
        ChannelTable.of(figures).print(out());
        for (JsonNode each : figures) {
            String reason = each.path("reason").asText("");
            if (each.path("reason").isTextual() && !reason.isEmpty()) {
                out().println(each.path("name").asText() + ": " + reason);
            }
        }
    }

    private static String now() {
        return LocalTime.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
