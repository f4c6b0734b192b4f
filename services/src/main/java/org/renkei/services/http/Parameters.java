package org.renkei.services.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.renkei.broker.config.DurationText;
import org.renkei.services.monitor.HistoryRange;

/** Reads what a request carries; what cannot be read is answered with 400. */
final class Parameters {
    private static final int PAGE = 50;
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private Parameters() {}

    /** Empty if it is absent or blank. */
    static Optional<String> text(Context request, String name) {
        return Optional.ofNullable(request.queryParam(name)).filter(value -> !value.isBlank());
    }

    /** How many a page has; the contract says which numbers it may be. */
    static int limit(Context request) {
        return text(request, "limit").map(Integer::valueOf).orElse(PAGE);
    }

    static Optional<Boolean> truth(Context request, String name) {
        return text(request, name).map(Boolean::valueOf);
    }

    static Optional<Duration> duration(Context request, String name) {
        return text(request, name).map(value -> duration(name, value));
    }

    static Duration duration(String name, String value) {
        try {
            return DurationText.parse(value);
        } catch (IllegalArgumentException e) {
            throw Refused.badRequest(name + " must be a duration as 30s, 5m, 1h or 7d, was '" + value + "'");
        }
    }

    /** How far back a history goes, in the words of the contract; the last hour, if the request does not say. */
    static HistoryRange range(Context request) {
        return text(request, "range").filter("24h"::equalsIgnoreCase).isPresent()
                ? HistoryRange.DAY
                : HistoryRange.HOUR;
    }

    /** A moment, or how long ago it was. */
    static Optional<Instant> moment(Context request, String name, Clock clock) {
        return text(request, name).map(value -> moment(name, value, clock));
    }

    /** The same of a value that came elsewhere. */
    static Instant moment(String name, String value, Clock clock) {
        try {
            return reasonable(name, Instant.parse(value));
        } catch (DateTimeParseException notAnInstant) {
            try {
                return clock.instant().minus(DurationText.parse(value));
            } catch (IllegalArgumentException | ArithmeticException e) {
                throw Refused.badRequest(
                        name + " must be a time as 2026-01-31T08:00:00Z or an age as 1h, was '" + value + "'");
            }
        }
    }

    private static Instant reasonable(String name, Instant moment) {
        if (moment.isBefore(Instant.EPOCH) || moment.isAfter(LAST)) {
            throw Refused.badRequest(name + " must be of the years 1970 to 9999, was " + moment);
        }
        return moment;
    }

    static <E extends Enum<E>> Optional<E> choice(Context request, String name, Class<E> type) {
        return text(request, name).map(value -> choice(name, value, type));
    }

    static <E extends Enum<E>> E choice(String name, String value, Class<E> type) {
        return Arrays.stream(type.getEnumConstants())
                .filter(each -> each.name().equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() -> Refused.badRequest(name + " must be one of "
                        + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT) + ", was '" + value + "'"));
    }

    /** The body as JSON; an absent one is read as an empty object. */
    static <T> T body(Context request, Class<T> type) {
        String body = request.body().isBlank() ? "{}" : request.body();
        try {
            T read = Json.MAPPER.readValue(body, type);
            if (read == null) {
                throw Refused.badRequest("the body must be a JSON object, was null");
            }
            return read;
        } catch (JsonProcessingException e) {
            throw Refused.badRequest("the body cannot be read: " + e.getOriginalMessage());
        }
    }
}
