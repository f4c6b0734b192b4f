package org.renkei.services.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** A moment in the words of a person here: {@code 14:05:09} today, {@code 2026-01-31 14:05} on another day. */
final class Moment {
    private static final DateTimeFormatter TODAY =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());
    private static final DateTimeFormatter EARLIER =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.systemDefault());

    private Moment() {}

    /** @param written as ISO-8601; anything but a text is shown as nothing */
    static String of(JsonNode written) {
        return written.isTextual() ? of(Instant.parse(written.asText())) : "";
    }

    static String of(Instant instant) {
        LocalDate day = LocalDate.ofInstant(instant, ZoneId.systemDefault());
        return (day.equals(LocalDate.now()) ? TODAY : EARLIER).format(instant);
    }
}
