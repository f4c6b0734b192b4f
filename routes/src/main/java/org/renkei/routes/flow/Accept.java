package org.renkei.routes.flow;

import org.renkei.broker.config.ByteSize;
import org.renkei.broker.config.Checks;

/**
 * What a flow takes from producers (B10).
 *
 * @param format default ANY
 * @param schema a JSON Schema file beside the flow's file that each body must fit; only with {@code format: json}; null for none
 * @param maxBytes size of the body, 1 B to 100 MiB. Default 1 MiB
 */
public record Accept(Format format, String schema, ByteSize maxBytes) {
    public static final Accept DEFAULT = new Accept(null, null, null);
    private static final long GREATEST = 100L << 20;

    /** What the body of a job is. */
    public enum Format {
        /** Any text, bytes, map or list; conditions see it as it came. */
        ANY,
        /** A JMS TextMessage, or bytes in UTF-8. */
        TEXT,
        /** Text or bytes that are one JSON document; conditions see it as maps, lists and values. */
        JSON
    }

    public Accept {
        format = format == null ? Format.ANY : format;
        maxBytes = maxBytes == null ? new ByteSize(1L << 20) : maxBytes;
        new Checks()
                .that(
                        maxBytes.bytes() >= 1 && maxBytes.bytes() <= GREATEST,
                        "maxBytes",
                        "must be 1 to " + GREATEST + " bytes, was " + maxBytes.bytes())
                .that(schema == null || format == Format.JSON, "schema", "needs format: json", "format")
                .done();
    }
}
