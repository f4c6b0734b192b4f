package org.renkei.services.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What {@code monitor --watch} draws: how the whole is, and the fullest channels, as many as fit. */
final class MonitorPage {
    private static final int AROUND_THE_TABLE = 5;

    private MonitorPage() {}

    /** How many channels fit. */
    static int rows(Screen.Size size) {
        return Math.max(1, size.rows() - AROUND_THE_TABLE);
    }

    /**
     * @param overview as {@code GET /overview} answers
     * @param channels a page of {@code GET /channels}
     * @param time of the figures
     */
    static List<String> lines(JsonNode overview, JsonNode channels, String time, Screen.Size size) {
        List<String> lines = new ArrayList<>();
        lines.add(head(overview, time));
        lines.add(work(overview));
        lines.add("");
        lines.addAll(
                ChannelTable.withFill(channels.path("channels"), size.columns()).lines());
        long more =
                channels.path("matched").asLong() - channels.path("channels").size();
        lines.add(more > 0 ? "and " + String.format("%,d", more) + " more; the fullest come first" : "");
        return lines;
    }

    private static String head(JsonNode overview, String time) {
        JsonNode pending = overview.path("pending");
        return overview.path("node").asText() + "  "
                + overview.path("state").asText().toLowerCase(Locale.ROOT) + "  "
                + pending.path("words").asText() + "  " + time;
    }

    private static String work(JsonNode overview) {
        JsonNode jobs = overview.path("jobs");
        return String.format(
                "jobs in %.1f/s  out %.1f/s  failed %.1f/s  dead letters %,d  open alarms %,d",
                jobs.path("inRate").asDouble(),
                jobs.path("outRate").asDouble(),
                jobs.path("failedRate").asDouble(),
                overview.path("pending").path("deadLetters").asLong(),
                overview.path("openAlarms").asLong());
    }
}
