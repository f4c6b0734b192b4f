package org.renkei.routes.engine;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.renkei.broker.channel.Body;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.Priority;
import org.renkei.broker.table.TypedJson;

/**
 * A message as the bytes in which it waits in a join: all that a job carries along. First the length of its head, the head as JSON, then
 * the body.
 */
final class KeptMessage {
    private static final String CORRELATION = "correlationId";
    private static final String TYPE = "type";
    private static final String PRIORITY = "priority";
    private static final String GROUP = "group";
    private static final String PROPERTIES = "properties";
    private static final String SHAPE = "body";

    private static final String TEXT = "text";
    /** Text with halves of characters, which UTF-8 would lose. */
    private static final String STRANGE_TEXT = "text16";

    private static final String BYTES = "bytes";
    private static final String SEALED = "sealed";
    private static final String FIELDS = "fields";
    private static final String VALUES = "values";
    private static final String EMPTY = "empty";

    private KeptMessage() {}

    static byte[] write(ChannelMessage message) {
        String shape = shape(message.body());
        Map<String, Object> kept = new LinkedHashMap<>();
        kept.put(CORRELATION, message.correlationId());
        kept.put(TYPE, message.type());
        kept.put(PRIORITY, message.priority().name());
        kept.put(GROUP, message.group());
        kept.put(PROPERTIES, TypedJson.write(message.properties()));
        kept.put(SHAPE, shape);
        byte[] head = TypedJson.write(kept).getBytes(UTF_8);
        byte[] body = bytes(message.body(), shape);
        return ByteBuffer.allocate(Integer.BYTES + head.length + body.length)
                .putInt(head.length)
                .put(head)
                .put(body)
                .array();
    }

    private static String shape(Body body) {
        if (body instanceof Body.Text text && text.text() != null) {
            return UTF_8.newEncoder().canEncode(text.text()) ? TEXT : STRANGE_TEXT;
        } else if (body instanceof Body.Bytes) {
            return BYTES;
        } else if (body instanceof Body.Sealed) {
            return SEALED;
        } else if (body instanceof Body.Fields) {
            return FIELDS;
        }
        return body instanceof Body.Values ? VALUES : EMPTY;
    }

    private static byte[] bytes(Body body, String shape) {
        if (body instanceof Body.Text text && text.text() != null) {
            return text.text().getBytes(shape.equals(TEXT) ? UTF_8 : UTF_16BE);
        } else if (body instanceof Body.Bytes bytes) {
            return bytes.bytes();
        } else if (body instanceof Body.Sealed sealed) {
            return sealed.serialised();
        } else if (body instanceof Body.Fields fields) {
            return TypedJson.write(fields.fields()).getBytes(UTF_8);
        }
        return body instanceof Body.Values values
                ? TypedJson.write(values.values()).getBytes(UTF_8)
                : new byte[0];
    }

    static ChannelMessage read(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        byte[] head = new byte[buffer.getInt()];
        buffer.get(head);
        byte[] body = new byte[buffer.remaining()];
        buffer.get(body);
        Map<String, Object> kept = TypedJson.fields(new String(head, UTF_8));
        return ChannelMessage.of(body((String) kept.get(SHAPE), body))
                .withProperties(TypedJson.fields((String) kept.get(PROPERTIES)))
                .withCorrelationId((String) kept.get(CORRELATION))
                .withType((String) kept.get(TYPE))
                .withPriority(Priority.valueOf((String) kept.get(PRIORITY)))
                .withGroup((String) kept.get(GROUP));
    }

    private static Body body(String shape, byte[] bytes) {
        return switch (shape) {
            case TEXT -> Body.of(new String(bytes, UTF_8));
            case STRANGE_TEXT -> Body.of(new String(bytes, UTF_16BE));
            case BYTES -> Body.of(bytes);
            case SEALED -> new Body.Sealed(bytes);
            case FIELDS -> new Body.Fields(TypedJson.fields(new String(bytes, UTF_8)));
            case VALUES -> new Body.Values(TypedJson.values(new String(bytes, UTF_8)));
            default -> Body.EMPTY;
        };
    }
}
