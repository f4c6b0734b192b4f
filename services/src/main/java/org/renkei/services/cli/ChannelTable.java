package org.renkei.services.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Locale;

/** The figures of channels (A3, D7), one a row. */
final class ChannelTable {
    private final Table table = new Table()
            .id("CHANNEL")
            .text("KIND")
            .text("STATE")
            .number("CURRENT")
            .number("WATCH")
            .number("MAX")
            .number("OLDEST")
            .number("IN/S")
            .number("OUT/S")
            .number("PROD")
            .number("CONS");

    private ChannelTable() {}

    /** @param channels an array of figures */
    static Table of(JsonNode channels) {
        ChannelTable rows = new ChannelTable();
        channels.forEach(rows::add);
        return rows.table;
    }

    private void add(JsonNode channel) {
        table.row(
                channel.path("name").asText(),
                lower(channel, "kind"),
                lower(channel, "state") + (channel.path("alarm").asBoolean() ? "!" : ""),
                channel.path("current").asLong(),
                limit(channel.path("watch").asLong()),
                limit(channel.path("max").asLong()),
                age(channel.path("oldestAgeSeconds")),
                rate(channel.path("inRate")),
                rate(channel.path("outRate")),
                channel.path("producers").asLong(),
                channel.path("consumers").asLong());
    }

    /** Limits are round numbers, and long ones. */
    private static String limit(long messages) {
        if (messages >= 1_000_000 && messages % 1_000_000 == 0) {
            return messages / 1_000_000 + "M";
        }
        return messages >= 10_000 && messages % 1_000 == 0 ? messages / 1_000 + "k" : String.format("%,d", messages);
    }

    private static String age(JsonNode seconds) {
        return seconds.isNumber() ? Lapse.of(Duration.ofMillis((long) (seconds.asDouble() * 1_000))) : "";
    }

    private static String rate(JsonNode perSecond) {
        double rate = perSecond.asDouble();
        return rate == 0 ? "0" : String.format(rate < 10 ? "%.1f" : "%,.0f", rate);
    }

    private static String lower(JsonNode node, String field) {
        return node.path(field).asText().toLowerCase(Locale.ROOT);
    }
}
