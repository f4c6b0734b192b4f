package org.renkei.broker.session;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.utils.DataConstants;

/**
 * Reads the body of a MapMessage. Artemis's own reader takes the sizes that a stranger wrote at their word and reserves
 * memory for them; this one believes no size beyond the bytes that are there.
 */
final class MapBody {

    /** Length of the key, type of the value. */
    private static final int LEAST_BYTES_PER_FIELD = Integer.BYTES + 1;

    private final ActiveMQBuffer buffer;

    MapBody(ActiveMQBuffer buffer) {
        this.buffer = buffer;
    }

    /** @throws RuntimeException if it is not a map */
    Map<String, Object> read() {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (!buffer.readable() || buffer.readByte() == DataConstants.NULL) {
            return fields;
        }
        readInto(fields, size(LEAST_BYTES_PER_FIELD));
        return fields;
    }

    /** The first fields of a map whose end is cut off. */
    Map<String, Object> readStart() {
        Map<String, Object> fields = new LinkedHashMap<>();
        try {
            buffer.readByte();
            readInto(fields, buffer.readInt());
        } catch (RuntimeException cut) {
            return fields;
        }
        return fields;
    }

    private void readInto(Map<String, Object> fields, int count) {
        for (int i = 0; i < count; i++) {
            String key = text();
            fields.put(key, value(buffer.readByte()));
        }
    }

    private Object value(byte type) {
        return switch (type) {
            case DataConstants.NULL -> null;
            case DataConstants.BOOLEAN -> buffer.readByte() != DataConstants.FALSE;
            case DataConstants.BYTE -> buffer.readByte();
            case DataConstants.BYTES -> bytes();
            case DataConstants.SHORT -> buffer.readShort();
            case DataConstants.INT -> buffer.readInt();
            case DataConstants.LONG -> buffer.readLong();
            case DataConstants.FLOAT -> Float.intBitsToFloat(buffer.readInt());
            case DataConstants.DOUBLE -> Double.longBitsToDouble(buffer.readLong());
            case DataConstants.STRING -> text();
            case DataConstants.CHAR -> (char) buffer.readShort();
            default -> throw new IllegalStateException("no such type of value: " + type);
        };
    }

    private String text() {
        return SimpleString.of(bytes()).toString();
    }

    private byte[] bytes() {
        byte[] bytes = new byte[size(1)];
        buffer.readBytes(bytes);
        return bytes;
    }

    private int size(int bytesEach) {
        int size = buffer.readInt();
        if (size < 0 || size > buffer.readableBytes() / bytesEach) {
            throw new IllegalStateException("a size of " + size + " in " + buffer.readableBytes() + " bytes");
        }
        return size;
    }
}
