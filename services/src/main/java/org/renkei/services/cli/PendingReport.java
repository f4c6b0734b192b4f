package org.renkei.services.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Locale;

/** The pending check (D4) for the eyes: the verdict, the channels that hold something, and the numbers around them. */
final class PendingReport {
    private final JsonNode check;

    PendingReport(JsonNode check) {
        this.check = check;
    }

    void print(PrintWriter out) {
        out.println(check.path("words").asText());
        Table table = channels();
        if (!table.isEmpty()) {
            out.println();
            table.print(out);
        }
        out.println();
        out.println(numbers());
        print(out, "disagreement: ", check.path("disagreements"));
        print(out, "note: ", check.path("notes"));
    }

    private Table channels() {
        Table table = new Table()
                .text("CHANNEL")
                .text("KIND")
                .number("QUEUED")
                .number("SCHEDULED")
                .number("IN PROCESS")
                .number("WOULD LOSE");
        for (JsonNode channel : check.path("channels")) {
            long queued = channel.path("queued").asLong();
            long scheduled = channel.path("scheduled").asLong();
            long inProcess = channel.path("inProcess").asLong();
            if (queued + scheduled + inProcess > 0) {
                String kind = channel.path("kind").asText().toLowerCase(Locale.ROOT);
                long wouldLose = channel.path("wouldLose").asLong();
                table.row(channel.path("name").asText(), kind, queued, scheduled, inProcess, wouldLose);
            }
        }
        return table;
    }

    private String numbers() {
        JsonNode unfinished = check.path("unfinishedJobs");
        String jobs = unfinished.isNumber() ? String.format("%,d", unfinished.asLong()) : "unknown";
        return String.format(
                "unfinished jobs %s, tracking backlog %,d, dead letters %,d%s",
                jobs,
                check.path("trackingBacklog").asLong(),
                check.path("deadLetters").asLong(),
                check.path("inMotion").asBoolean() ? "; messages are in motion" : "");
    }

    private static void print(PrintWriter out, String before, JsonNode sentences) {
        sentences.forEach(sentence -> out.println(before + sentence.asText()));
    }
}
