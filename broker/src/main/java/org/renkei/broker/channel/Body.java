package org.renkei.broker.channel;

import java.util.List;
import java.util.Map;

/** The body of a message, in the five shapes of JMS, and a sixth that nobody opens. */
public sealed interface Body {

    /** No body at all. */
    Body EMPTY = new Empty();

    static Body of(String text) {
        return new Text(text);
    }

    static Body of(byte[] bytes) {
        return new Bytes(bytes);
    }

    /** How much memory it takes, roughly: characters of text, bytes of bytes; of fields and values only how many there are. */
    default long size() {
        if (this instanceof Text text) {
            return text.text.length();
        } else if (this instanceof Bytes bytes) {
            return bytes.bytes.length;
        } else if (this instanceof Sealed sealed) {
            return sealed.serialised.length;
        } else if (this instanceof Fields fields) {
            return fields.fields.size();
        }
        return this instanceof Values values ? values.values.size() : 0;
    }

    record Empty() implements Body {}

    /** A JMS TextMessage. */
    record Text(String text) implements Body {}

    /** A JMS BytesMessage. The array is not copied: whoever holds the message must not write to it. */
    record Bytes(byte[] bytes) implements Body {}

    /** A JMS MapMessage; its values are primitives, strings and byte arrays. */
    record Fields(Map<String, Object> fields) implements Body {}

    /** A JMS StreamMessage; its values are primitives, strings and byte arrays. */
    record Values(List<Object> values) implements Body {}

    /**
     * A JMS ObjectMessage, as the bytes that came. Renkei never deserialises one: reading a stranger's serialised
     * object can run a stranger's code.
     */
    record Sealed(byte[] serialised) implements Body {}
}
