package org.renkei.routes.dead;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.renkei.broker.channel.Body;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.Priority;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.broker.table.TypedJson;

/**
 * A dead letter as one line of JSON that a person can read and edit, and that loses nothing: {@code id}, {@code channel}, {@code diedAt},
 * {@code error} and {@code origin}; the message's {@code correlationId}, {@code replyTo}, {@code type}, {@code priority} and
 * {@code group}, as far as it has them; {@code properties} with their types, as {@link TypedJson} writes them, the job's ticket among
 * them; and {@code body}, which is one of {@code {"text": …}}, {@code {"bytes": BASE64}}, {@code {"fields": {…}}},
 * {@code {"values": […]}}, {@code {"sealed": BASE64}} and {@code {}}.
 */
public final class LetterJson {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final Set<String> KEYS = Set.of(
            "id",
            "channel",
            "diedAt",
            "error",
            "origin",
            "correlationId",
            "replyTo",
            "type",
            "priority",
            "group",
            "properties",
            "body");

    /** Those of which the line has keys of its own. */
    private static final Set<String> TOLD =
            Set.of(DeadLetter.ID, DeadLetter.DIED_AT, DeadLetter.ERROR, DeadLetter.ORIGIN);

    private final String place;
    private final JsonNode line;

    private LetterJson(String place, JsonNode line) {
        this.place = place;
        this.line = line;
    }

    /** One line, without its end. */
    public static String write(DeadLetter letter) {
        ChannelMessage message = letter.message();
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("id", letter.id());
        head.put("channel", letter.channel());
        head.put("diedAt", letter.diedAt().toString());
        head.put("error", letter.error());
        head.put("origin", letter.origin());
        head.put("correlationId", message.correlationId());
        head.put("replyTo", message.replyTo());
        head.put("type", message.type());
        head.put("priority", message.priority().name().toLowerCase(Locale.ROOT));
        head.put("group", message.group());
        head.values().removeIf(value -> value == null);
        Map<String, Object> properties = new LinkedHashMap<>();
        message.properties().entrySet().stream()
                .filter(property -> !TOLD.contains(property.getKey()))
                .sorted(Map.Entry.comparingByKey())
                .forEach(property -> properties.put(property.getKey(), property.getValue()));
        String begin = TypedJson.write(head);
        return begin.substring(0, begin.length() - 1) + ",\"properties\":" + TypedJson.write(properties) + ",\"body\":"
                + body(message.body()) + "}";
    }

    private static String body(Body body) {
        if (body instanceof Body.Text text) {
            return TypedJson.write(Map.of("text", text.text()));
        } else if (body instanceof Body.Bytes bytes) {
            return TypedJson.write(Map.of("bytes", Base64.getEncoder().encodeToString(bytes.bytes())));
        } else if (body instanceof Body.Sealed sealed) {
            return TypedJson.write(Map.of("sealed", Base64.getEncoder().encodeToString(sealed.serialised())));
        } else if (body instanceof Body.Fields fields) {
            return "{\"fields\":" + TypedJson.write(fields.fields()) + "}";
        }
        return body instanceof Body.Values values ? "{\"values\":" + TypedJson.write(values.values()) + "}" : "{}";
    }

    /**
     * The letter in a line, every key checked.
     *
     * @param place named in the error, as {@code letters.jsonl:3}
     * @throws RenkeiException {@code DEAD_LETTER_INVALID}, which names the place and the key
     */
    public static DeadLetter read(String place, String line) {
        try {
            return new LetterJson(place, JSON.readTree(line)).letter();
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw new RenkeiException(
                    ErrorCode.DEAD_LETTER_INVALID,
                    place + ": is not JSON: " + e.getOriginalMessage()
                            + (at == null ? "" : " at column " + at.getColumnNr()));
        }
    }

    private DeadLetter letter() {
        if (!line.isObject()) {
            throw wrong("", "is not a dead letter: {\"id\": …, \"channel\": …, \"properties\": {…}, \"body\": {…}}");
        }
        line.fieldNames().forEachRemaining(key -> {
            if (!KEYS.contains(key)) {
                throw wrong(key, "is unknown");
            }
        });
        Map<String, Object> properties = new HashMap<>(typed("properties", line.path("properties")));
        put(properties, DeadLetter.ID, needed("id"));
        put(properties, DeadLetter.ERROR, text("error"));
        put(properties, DeadLetter.ORIGIN, text("origin"));
        properties.put(DeadLetter.DIED_AT, diedAt().toEpochMilli());
        ChannelMessage message = ChannelMessage.of(body(line.path("body")))
                .withProperties(properties)
                .withCorrelationId(text("correlationId"))
                .withReplyTo(text("replyTo"))
                .withType(text("type"))
                .withPriority(priority())
                .withGroup(text("group"));
        return new DeadLetter(needed("channel"), message);
    }

    private static void put(Map<String, Object> properties, String name, String value) {
        if (value != null) {
            properties.put(name, value);
        }
    }

    private Instant diedAt() {
        try {
            return Instant.parse(needed("diedAt"));
        } catch (DateTimeException e) {
            throw wrong("diedAt", "must be a time as 2026-01-31T08:00:00Z, was '" + text("diedAt") + "'");
        }
    }

    private Priority priority() {
        String name = text("priority");
        for (Priority priority : Priority.values()) {
            if (priority.name().equalsIgnoreCase(name)) {
                return priority;
            }
        }
        if (name == null) {
            return Priority.NORMAL;
        }
        throw wrong("priority", "must be low, normal or high, was '" + name + "'");
    }

    private Body body(JsonNode body) {
        if (!body.isObject() || body.size() > 1) {
            throw wrong(
                    "body",
                    "must be one of {\"text\": …}, {\"bytes\": BASE64}, {\"fields\": {…}}, {\"values\": […]},"
                            + " {\"sealed\": BASE64} and {}");
        }
        if (body.isEmpty()) {
            return Body.EMPTY;
        }
        String shape = body.fieldNames().next();
        JsonNode value = body.path(shape);
        return switch (shape) {
            case "text" -> Body.of(text("body.text", value));
            case "bytes" -> Body.of(bytes("body.bytes", value));
            case "sealed" -> new Body.Sealed(bytes("body.sealed", value));
            case "fields" -> new Body.Fields(typed("body.fields", value));
            case "values" -> new Body.Values(values(value));
            default -> throw wrong("body." + shape, "is unknown: text, bytes, fields, values or sealed");
        };
    }

    private List<Object> values(JsonNode value) {
        if (!value.isArray()) {
            throw wrong("body.values", "must be a list");
        }
        return carried("body.values", () -> TypedJson.values(value.toString()));
    }

    private byte[] bytes(String key, JsonNode value) {
        try {
            return Base64.getDecoder().decode(text(key, value));
        } catch (IllegalArgumentException e) {
            throw wrong(key, "is not base64: " + e.getMessage());
        }
    }

    private Map<String, Object> typed(String key, JsonNode object) {
        if (!object.isObject()) {
            throw wrong(key, object.isMissingNode() ? "is missing" : "must be an object");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        object.properties().forEach(property -> {
            String one = "{\"value\":" + property.getValue() + "}";
            values.put(
                    property.getKey(),
                    carried(
                            key + "." + property.getKey(),
                            () -> TypedJson.fields(one).get("value")));
        });
        return values;
    }

    private interface Reading<T> {
        T read();
    }

    private <T> T carried(String key, Reading<T> reading) {
        try {
            return reading.read();
        } catch (RuntimeException e) {
            throw wrong(
                    key, "must be a string, true, false, a number, or one that says its type, as {\"long\": \"5\"}");
        }
    }

    private String needed(String key) {
        String text = text(key);
        if (text == null || text.isBlank()) {
            throw wrong(key, "is missing");
        }
        return text;
    }

    /** Null if it is not there. */
    private String text(String key) {
        return line.path(key).isMissingNode() ? null : text(key, line.path(key));
    }

    private String text(String key, JsonNode value) {
        if (!value.isTextual()) {
            throw wrong(key, "must be a string");
        }
        return value.asText();
    }

    private RenkeiException wrong(String key, String problem) {
        return new RenkeiException(ErrorCode.DEAD_LETTER_INVALID, place + ": " + (key + " " + problem).trim());
    }
}
