package org.renkei.broker.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collections;
import org.renkei.broker.channel.Body;

/**
 * A body as the columns hold it. At most one of text, bytes and large is there.
 *
 * @param kind which of the shapes it is
 */
record StoredBody(String kind, String text, byte[] bytes, byte[] large) {

    /** In characters for text, as H2 counts, and in bytes else. */
    static final int LARGE = 1024 * 1024;

    private static final char REPLACEMENT = '\ufffd';
    private static final StoredBody EMPTY = new StoredBody("empty", null, null, null);

    static StoredBody of(Body body) {
        if (body instanceof Body.Text text && text.text() != null) {
            boolean plain = ColumnText.isPlain(text.text());
            return plain ? text("text", text.text()) : text("escaped", ColumnText.escape(text.text()));
        }
        if (body instanceof Body.Bytes bytes) {
            return bytes("bytes", bytes.bytes());
        }
        if (body instanceof Body.Sealed sealed) {
            return bytes("sealed", sealed.serialised());
        }
        if (body instanceof Body.Fields fields) {
            return text("fields", TypedJson.write(fields.fields()));
        }
        return body instanceof Body.Values values ? text("values", TypedJson.write(values.values())) : EMPTY;
    }

    Body body() {
        return switch (kind) {
            case "text" -> Body.of(wholeText());
            case "escaped" -> Body.of(ColumnText.unescape(wholeText()));
            case "bytes" -> Body.of(wholeBytes());
            case "sealed" -> new Body.Sealed(wholeBytes());
            case "fields" -> new Body.Fields(Collections.unmodifiableMap(TypedJson.fields(wholeText())));
            case "values" -> new Body.Values(Collections.unmodifiableList(TypedJson.values(wholeText())));
            default -> Body.EMPTY;
        };
    }

    /** What can be read if the end of the columns is cut off. */
    Body start() {
        return switch (kind) {
            case "text" -> Body.of(textStart());
            case "escaped" -> Body.of(ColumnText.unescapeStart(textStart()));
            case "fields" -> new Body.Fields(Collections.unmodifiableMap(TypedJson.fieldsStart(textStart())));
            case "values" -> new Body.Values(Collections.unmodifiableList(TypedJson.valuesStart(textStart())));
            default -> body();
        };
    }

    /** Without what is left of a character that was cut in its middle. */
    private String textStart() {
        String start = wholeText();
        int end = start.length();
        while (end > 0 && (start.charAt(end - 1) == REPLACEMENT || Character.isHighSurrogate(start.charAt(end - 1)))) {
            end--;
        }
        return start.substring(0, end);
    }

    private static StoredBody text(String kind, String text) {
        return text.length() > LARGE
                ? new StoredBody(kind, null, null, text.getBytes(UTF_8))
                : new StoredBody(kind, text, null, null);
    }

    private static StoredBody bytes(String kind, byte[] bytes) {
        return bytes.length > LARGE ? new StoredBody(kind, null, null, bytes) : new StoredBody(kind, null, bytes, null);
    }

    private String wholeText() {
        return text == null ? new String(large, UTF_8) : text;
    }

    private byte[] wholeBytes() {
        return bytes == null ? large : bytes;
    }
}
