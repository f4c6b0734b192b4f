package org.renkei.routes.engine;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.renkei.broker.channel.Body;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.Priority;
import org.renkei.broker.table.TypedJson;

/** A message as the bytes in which it waits in a join: all that a job carries along. */
final class KeptMessage {
    private static final String CORRELATION = "correlationId";
    private static final String TYPE = "type";
    private static final String PRIORITY = "priority";
    private static final String GROUP = "group";
    private static final String PROPERTIES = "properties";
    private static final String TEXT = "text";
    private static final String BYTES = "bytes";
    private static final String SEALED = "sealed";
    private static final String FIELDS = "fields";
    private static final String VALUES = "values";

    private KeptMessage() {}

    static byte[] write(ChannelMessage message) {
        Map<String, Object> kept = new LinkedHashMap<>();
        kept.put(CORRELATION, message.correlationId());
        kept.put(TYPE, message.type());
        kept.put(PRIORITY, message.priority().name());
        kept.put(GROUP, message.group());
        kept.put(PROPERTIES, TypedJson.write(message.properties()));
        putBody(message.body(), kept);
        return TypedJson.write(kept).getBytes(StandardCharsets.UTF_8);
    }

    private static void putBody(Body body, Map<String, Object> kept) {
        if (body instanceof Body.Text text) {
            kept.put(TEXT, text.text());
        } else if (body instanceof Body.Bytes bytes) {
            kept.put(BYTES, bytes.bytes());
        } else if (body instanceof Body.Sealed sealed) {
            kept.put(SEALED, sealed.serialised());
        } else if (body instanceof Body.Fields fields) {
            kept.put(FIELDS, TypedJson.write(fields.fields()));
        } else if (body instanceof Body.Values values) {
            kept.put(VALUES, TypedJson.write(values.values()));
        }
    }

    static ChannelMessage read(byte[] bytes) {
        Map<String, Object> kept = TypedJson.fields(new String(bytes, StandardCharsets.UTF_8));
        return ChannelMessage.of(body(kept))
                .withProperties(TypedJson.fields((String) kept.get(PROPERTIES)))
                .withCorrelationId((String) kept.get(CORRELATION))
                .withType((String) kept.get(TYPE))
                .withPriority(Priority.valueOf((String) kept.get(PRIORITY)))
                .withGroup((String) kept.get(GROUP));
    }

    private static Body body(Map<String, Object> kept) {
        if (kept.containsKey(TEXT)) {
            return Body.of((String) kept.get(TEXT));
        } else if (kept.containsKey(BYTES)) {
            return Body.of((byte[]) kept.get(BYTES));
        } else if (kept.containsKey(SEALED)) {
            return new Body.Sealed((byte[]) kept.get(SEALED));
        } else if (kept.containsKey(FIELDS)) {
            return new Body.Fields(TypedJson.fields((String) kept.get(FIELDS)));
        }
        return kept.containsKey(VALUES) ? new Body.Values(TypedJson.values((String) kept.get(VALUES))) : Body.EMPTY;
    }
}
