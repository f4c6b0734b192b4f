package org.renkei.client;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a job that completed had as its body at its end.
 *
 * @param job the job's id, by which {@code renkei track} shows its way
 * @param correlationId the correlation id that it was submitted with
 * @param body a {@link String}, a {@code byte[]}, a {@link Map} of names to values, or null if it has none
 */
public record JobResult(String job, String correlationId, Object body) {
    /**
     * The body as text.
     *
     * @return text as it is, bytes read as UTF-8; null if there is no body
     * @throws IllegalStateException if the body is a map
     */
    public String text() {
        if (body instanceof byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        if (body instanceof Map) {
            throw new IllegalStateException(
                    "the result of " + correlationId + " is a map, not a text: ask for fields()");
        }
        return (String) body;
    }

    /**
     * The body as bytes.
     *
     * @return bytes as they are, text in UTF-8; null if there is no body
     * @throws IllegalStateException if the body is a map
     */
    public byte[] bytes() {
        if (body instanceof byte[] bytes) {
            return bytes;
        }
        String text = text();
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The body of a map message.
     *
     * @return its fields in the order in which they came, not to be changed; values are those of a JMS MapMessage
     * @throws IllegalStateException if the body is no map
     */
    public Map<String, Object> fields() {
        if (body instanceof Map<?, ?> map) {
            @SuppressWarnings("unchecked") // made by ResultMessage, with names as keys
            Map<String, Object> fields = (Map<String, Object>) map;
            return fields;
        }
        throw new IllegalStateException("the result of " + correlationId + " is no map: ask for text() or bytes()");
    }
}
