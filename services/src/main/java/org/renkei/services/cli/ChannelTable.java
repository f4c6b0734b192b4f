package org.renkei.services.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures of channels (A3, D7), one a row. */
final class ChannelTable {
    private static final int BAR = 10;

    private final Table table;
    private final boolean fill;

    private ChannelTable(int width, boolean fill) {
        this.fill = fill;
        this.table = new Table(width)
                .id("CHANNEL")
                .text("KIND")
                .text("STATE")
                .number("CURRENT")
                .number("WATCH")
                .number("MAX");
        if (fill) {
            table.text("FILL").number("FULL IN");
        }
        table.number("OLDEST").number("IN/S").number("OUT/S").number("PROD").number("CONS");
    }

    /** @param channels an array of figures */
    static Table of(JsonNode channels) {
        return rows(channels, new ChannelTable(Table.WIDTH, false));
    }

    /** The same with a bar that shows how full each is, and when it will be, if the terminal is wide enough. */
    static Table withFill(JsonNode channels, int width) {
        return rows(channels, new ChannelTable(Math.max(width, Table.WIDTH), width >= Table.WIDTH + 2 * BAR));
    }

    private static Table rows(JsonNode channels, ChannelTable into) {
        channels.forEach(into::add);
        return into.table;
    }

    private void add(JsonNode channel) {
        List<Object> cells = new ArrayList<>(List.of(
                channel.path("name").asText(),
                lower(channel, "kind"),
                lower(channel, "state") + (channel.path("alarm").asBoolean() ? "!" : ""),
                channel.path("current").asLong(),
                limit(channel.path("watch").asLong()),
                limit(channel.path("max").asLong())));
        if (fill) {
            cells.add(bar(channel));
            cells.add(age(channel.path("timeToLimitSeconds")));
        }
        cells.addAll(List.of(
                age(channel.path("oldestAgeSeconds")),
                rate(channel.path("inRate")),
                rate(channel.path("outRate")),
                channel.path("producers").asLong(),
                channel.path("consumers").asLong()));
        table.row(cells.toArray());
    }

    /** Full blocks for what is there, a line where watch is. */
    private static String bar(JsonNode channel) {
        double max = channel.path("max").asDouble(1);
        long full = Math.min(BAR, (long) Math.ceil(channel.path("current").asLong() / max * BAR));
        long watch = Math.min(BAR - 1, (long) (channel.path("watch").asLong() / max * BAR));
        StringBuilder bar = new StringBuilder();
        for (int i = 0; i < BAR; i++) {
            bar.append(i < full ? '█' : i == watch ? '|' : '·');
        }
        return bar.toString();
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
