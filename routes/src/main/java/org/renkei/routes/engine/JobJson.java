package org.renkei.routes.engine;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.renkei.broker.channel.Body;

/** Jobs whose bodies are JSON. */
final class JobJson {
    static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JobJson() {}

    /** @throws IOException if the body is not exactly one JSON document */
    static JsonNode parse(Body body) throws IOException {
        JsonNode node =
                body instanceof Body.Bytes bytes ? MAPPER.readTree(bytes.bytes()) : MAPPER.readTree(textOf(body));
        if (node == null || node.isMissingNode()) {
            throw new IOException("it is empty");
        }
        return node;
    }

    /**
     * Text as it is, bytes as UTF-8, nothing as "".
     *
     * @throws IllegalStateException for a map, a list or a sealed object
     */
    static String textOf(Body body) {
        if (body instanceof Body.Text text) {
            return text.text();
        } else if (body instanceof Body.Bytes bytes) {
            return new String(bytes.bytes(), StandardCharsets.UTF_8);
        } else if (body instanceof Body.Empty) {
            return "";
        }
        throw new IllegalStateException("the body is a " + body.getClass().getSimpleName() + ", not a text");
    }

    /** The body for somebody to read: maps and lists as JSON, and never an exception. */
    static String shown(Body body) {
        try {
            if (body instanceof Body.Fields fields) {
                return MAPPER.writeValueAsString(fields.fields());
            } else if (body instanceof Body.Values values) {
                return MAPPER.writeValueAsString(values.values());
            }
            return body instanceof Body.Sealed ? "(an object that is not opened)" : textOf(body);
        } catch (IOException e) {
            return body.toString();
        }
    }

    /** As another program gets it: bytes as they are, anything else as {@link #shown}, in UTF-8. */
    static byte[] bytesOf(Body body) {
        return body instanceof Body.Bytes bytes ? bytes.bytes() : shown(body).getBytes(StandardCharsets.UTF_8);
    }

    /** A string or byte array as it is, anything else as JSON. */
    static Body bodyOf(Object value) {
        if (value instanceof String text) {
            return Body.of(text);
        } else if (value instanceof byte[] bytes) {
            return Body.of(bytes);
        }
        try {
            return Body.of(MAPPER.writeValueAsString(value));
        } catch (IOException e) {
            throw new IllegalArgumentException("a " + value.getClass().getName() + " cannot be written as JSON", e);
        }
    }
}
