package org.renkei.services.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Stops channels, each when it is empty unless told otherwise (A6). */
@Command(
        name = "stop",
        description = "Refuse senders, wait until the channel is empty, and stop it.",
        footer = {"", "Example:", "  ./renkei channel stop order-in --within 5m"})
final class ChannelStopCommand extends ChannelSwitch {
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    @ArgGroup
    private How how = new How();

    private static final class How {
        @Option(names = "--now", description = "Do not wait; messages of a persistent channel stay in it.")
        private boolean now;

        @Option(
                names = "--within",
                paramLabel = "TIME",
                defaultValue = "60s",
                converter = DurationConverter.class,
                description = "How long to wait here; the channel goes on draining. Default: ${DEFAULT-VALUE}.")
        private Duration within = Duration.ofSeconds(60);
    }

    ChannelStopCommand() {
        super("stop");
    }

    @Override
    Map<String, Object> request() {
        return Map.of("now", how.now);
    }

    @Override
    JsonNode settled(ServerConnection server, String path, JsonNode answered) {
        long deadline = System.nanoTime() + how.within.toNanos();
        JsonNode figures = answered;
        while (figures.path("state").asText().equals("DRAINING")) {
            if (System.nanoTime() > deadline) {
                throw new CommandException(String.format(
                        "%s still holds %,d messages after %s and goes on draining; see: %s monitor",
                        figures.path("name").asText(),
                        figures.path("current").asLong(),
                        Lapse.of(how.within),
                        Installation.command(home())));
            }
            Pause.of(LOOK_EVERY);
            figures = server.get(path);
        }
        return figures;
    }
}
