package org.renkei.services.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/** A journey with its steps, for the eyes. */
final class JourneyReport {
    private final JsonNode journey;
    private final JsonNode steps;

    /** @param found the journey and its steps, as the server tells them */
    JourneyReport(JsonNode found) {
        journey = found.path("journey");
        steps = found.path("steps");
    }

    /** Several journeys without their steps, one a row. */
    static Table table(JsonNode journeys) {
        Table table = new Table()
                .id("JOB")
                .text("CORRELATION")
                .text("FLOW")
                .id("STATE")
                .text("STEP")
                .id("STARTED")
                .text("ERROR");
        for (JsonNode journey : journeys) {
            table.row(
                    text(journey, "job"),
                    text(journey, "correlationId"),
                    text(journey, "flow"),
                    text(journey, "state").toLowerCase(Locale.ROOT),
                    text(journey, "step"),
                    Moment.of(journey.path("startedAt")),
                    text(journey, "error"));
        }
        return table;
    }

    void print(PrintWriter out) {
        out.printf(
                "%s: %s (flow %s, version %s)%n",
                text(journey, "job"), text(journey, "state"), text(journey, "flow"), text(journey, "version"));
        line(out, "correlation", text(journey, "correlationId"));
        line(out, "started by", text(journey, "parent"));
        line(out, "started", Moment.of(journey.path("startedAt")));
        line(out, "took", took(journey));
        line(out, "error", text(journey, "error"));
        line(out, "recorded", recorded());
        out.println();
        steps().print(out);
    }

    private Table steps() {
        Table table = new Table()
                .number("#")
                .id("STEP")
                .text("CHANNEL")
                .number("ATTEMPT")
                .text("OUTCOME")
                .text("NEXT")
                .number("WAITED")
                .number("TOOK")
                .text("ERROR");
        for (JsonNode step : steps) {
            table.row(
                    text(step, "branch") + step.path("seq").asText(),
                    step.path("step").isTextual() ? text(step, "step") : "(start)",
                    text(step, "channel"),
                    step.path("attempt").asLong(),
                    text(step, "outcome").toLowerCase(Locale.ROOT)
                            + (step.path("redelivered").asBoolean() ? ", redelivered" : ""),
                    next(step),
                    between(step.path("queuedAt"), step.path("startedAt")),
                    took(step),
                    text(step, "error"));
        }
        return table;
    }

    private static String next(JsonNode step) {
        StringBuilder places = new StringBuilder();
        step.path("next").forEach(place -> {
            places.append(places.isEmpty() ? "" : ", ").append(text(place, "step"));
            if (place.path("notBefore").isTextual()) {
                places.append(" at ").append(Moment.of(place.path("notBefore")));
            }
        });
        return places.toString();
    }

    private String recorded() {
        StringBuilder items = new StringBuilder();
        for (JsonNode step : steps) {
            for (Map.Entry<String, JsonNode> item : step.path("items").properties()) {
                items.append(items.isEmpty() ? "" : ", ")
                        .append(item.getKey())
                        .append('=')
                        .append(item.getValue().asText());
            }
        }
        return items.toString();
    }

    private static void line(PrintWriter out, String name, String value) {
        if (!value.isEmpty()) {
            out.printf("  %-12s %s%n", name, value);
        }
    }

    private static String took(JsonNode node) {
        return between(node.path("startedAt"), node.path("endedAt"));
    }

    private static String between(JsonNode from, JsonNode to) {
        if (!from.isTextual() || !to.isTextual()) {
            return "";
        }
        Duration duration = Duration.between(Instant.parse(from.asText()), Instant.parse(to.asText()));
        return duration.isNegative() ? "" : Lapse.of(duration);
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).isNull() ? "" : node.path(field).asText();
    }
}
