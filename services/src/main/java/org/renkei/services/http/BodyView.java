package org.renkei.services.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Base64;
import org.renkei.broker.channel.Body;

/**
 * The body of a message as the console writes it.
 *
 * @param kind text, bytes, fields, values, sealed or empty
 * @param text of text; of fields and values as JSON; else null
 * @param base64 of bytes, and of an ObjectMessage, which nobody opens; else null
 * @param truncated true if only its beginning is here
 */
record BodyView(String kind, String text, String base64, boolean truncated) {

    static BodyView of(Body body, boolean truncated) {
        if (body instanceof Body.Text text) {
            return new BodyView("text", text.text(), null, truncated);
        } else if (body instanceof Body.Bytes bytes) {
            return new BodyView("bytes", null, base64(bytes.bytes()), truncated);
        } else if (body instanceof Body.Fields fields) {
            return new BodyView("fields", json(fields.fields()), null, truncated);
        } else if (body instanceof Body.Values values) {
            return new BodyView("values", json(values.values()), null, truncated);
        } else if (body instanceof Body.Sealed sealed) {
            return new BodyView("sealed", null, base64(sealed.serialised()), truncated);
        }
        return new BodyView("empty", null, null, truncated);
    }

    /** What a line of a list shows of it. */
    String shown() {
        return text != null ? text : base64 != null ? base64 : "";
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String json(Object value) {
        try {
            return Json.MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
