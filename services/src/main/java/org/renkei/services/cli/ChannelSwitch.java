package org.renkei.services.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Parameters;

/** Turns one switch of each channel that is named. */
abstract class ChannelSwitch extends Verb {
    @Parameters(paramLabel = "CHANNEL", arity = "1..*", description = "Its name; several are possible.")
    private List<String> channels;

    @Override
    public final Integer call() {
        ServerConnection server = server();
        for (String channel : channels) {
            String path = "/channels/" + ServerConnection.segment(channel);
            JsonNode after = settled(server, path, server.post(path + "/" + action(), request()));
            out().printf(
                            "%s is %s, %,d messages in it%n",
                            channel,
                            after.path("state").asText().toLowerCase(Locale.ROOT),
                            after.path("current").asLong());
        }
        return ExitCode.DONE;
    }

    /** The last segment of the path. */
    abstract String action();

    Map<String, Object> request() {
        return Map.of();
    }

    /** The figures when the switch has taken effect, from those that the server answered. */
    JsonNode settled(ServerConnection server, String path, JsonNode answered) {
        return answered;
    }
}
