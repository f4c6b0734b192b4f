package org.renkei.broker.channel;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The body of a message, in the five shapes of JMS, and a sixth that nobody opens. */
public sealed interface Body {

    /** No body at all. */
    Body EMPTY = new Empty();

    static Body of(String text) {
        return new Text(text);
    }

    /**
     * Text as the broker's messages carry it; it is decoded when it is asked for.
     *
     * @param utf16 two bytes a character, the low one first; not copied
     */
    static Body ofUtf16(byte[] utf16) {
        return new Text(utf16);
    }

    static Body of(byte[] bytes) {
        return new Bytes(bytes);
    }

    /** About how large it is: characters of text, bytes of bytes; of fields and values only how many there are. */
    default long size() {
        if (this instanceof Text text) {
            return text.length();
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

    /**
     * A JMS TextMessage. One that came from a broker keeps the bytes that came, so that what nobody reads is neither decoded nor encoded
     * again. Thread-safe.
     */
    final class Text implements Body {
        private final byte[] utf16;
        private volatile String text;

        private Text(String text) {
            this.text = text;
            this.utf16 = null;
        }

        private Text(byte[] utf16) {
            this.utf16 = utf16;
        }

        /** Null if it was made of that. */
        public String text() {
            String known = text;
            if (known == null && utf16 != null) {
                // Threads that come here at the same time decode the same.
                known = Utf16.decode(utf16);
                text = known;
            }
            return known;
        }

        /** As in {@link Body#ofUtf16}; null if it was made of a string. Not to be written to. */
        public byte[] utf16() {
            return utf16;
        }

        /** In characters. */
        public int length() {
            return utf16 == null ? text.length() : utf16.length / Character.BYTES;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Text same && Objects.equals(text(), same.text());
        }

        @Override
        public int hashCode() {
            return Objects.hashCode(text());
        }

        @Override
        public String toString() {
            return "Text[text=" + text() + "]";
        }
    }

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
