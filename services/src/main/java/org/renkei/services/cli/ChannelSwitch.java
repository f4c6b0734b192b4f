package org.renkei.services.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Parameters;

/** A switch of channels. */
abstract class ChannelSwitch extends Switch {
    @Parameters(paramLabel = "CHANNEL", arity = "1..*", description = "Its name; several are possible.")
    private List<String> channels;

    ChannelSwitch(String action) {
        super("channels", action);
    }

    @Override
    final List<String> names() {
        return channels;
    }

    @Override
    final String told(JsonNode after) {
        return String.format(
                "is %s, %,d messages in it",
                after.path("state").asText().toLowerCase(Locale.ROOT),
                after.path("current").asLong());
    }
}
