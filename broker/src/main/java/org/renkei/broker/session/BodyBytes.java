package org.renkei.broker.session;

import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.reader.MapMessageUtil;
import org.apache.activemq.artemis.reader.StreamMessageUtil;
import org.apache.activemq.artemis.reader.TextMessageUtil;
import org.apache.activemq.artemis.utils.DataConstants;
import org.apache.activemq.artemis.utils.collections.TypedProperties;
import org.renkei.broker.channel.Body;

/** Bodies to and from the bytes in which a broker message carries them, for each of the shapes of JMS. */
final class BodyBytes {

    private BodyBytes() {}

    /** Never throws: a body that is not what its type says comes as the bytes that are there. */
    static Body read(byte type, ActiveMQBuffer buffer) {
        int start = buffer.readerIndex();
        try {
            return readAs(type, buffer);
        } catch (RuntimeException malformed) {
            buffer.readerIndex(start);
            return new Body.Sealed(remaining(buffer));
        }
    }

    /** As much as there is of a body whose end is cut off: the beginning of a text, of bytes; of fields and values those that are whole. */
    static Body readStart(byte type, ActiveMQBuffer buffer) {
        int start = buffer.readerIndex();
        try {
            return readStartAs(type, buffer);
        } catch (RuntimeException malformed) {
            buffer.readerIndex(start);
            return new Body.Sealed(remaining(buffer));
        }
    }

    private static Body readStartAs(byte type, ActiveMQBuffer buffer) {
        return switch (type) {
            case Message.TEXT_TYPE -> textStart(buffer);
            case Message.MAP_TYPE -> new Body.Fields(new MapBody(buffer).readStart());
            case Message.STREAM_TYPE -> new Body.Values(valuesStart(buffer));
            case Message.OBJECT_TYPE -> {
                buffer.readInt();
                yield new Body.Sealed(remaining(buffer));
            }
            default -> new Body.Bytes(remaining(buffer));
        };
    }

    private static Body textStart(ActiveMQBuffer buffer) {
        if (buffer.readByte() == DataConstants.NULL) {
            return Body.EMPTY;
        }
        buffer.readInt();
        byte[] characters = new byte[buffer.readableBytes() / Character.BYTES * Character.BYTES];
        buffer.readBytes(characters);
        return Body.ofUtf16(characters);
    }

    private static List<Object> valuesStart(ActiveMQBuffer buffer) {
        List<Object> values = new ArrayList<>();
        try {
            readValues(buffer, values);
        } catch (RuntimeException cut) {
            return values;
        }
        return values;
    }

    static byte type(Body body) {
        if (body instanceof Body.Text) {
            return Message.TEXT_TYPE;
        }
        if (body instanceof Body.Bytes) {
            return Message.BYTES_TYPE;
        }
        if (body instanceof Body.Fields) {
            return Message.MAP_TYPE;
        }
        if (body instanceof Body.Values) {
            return Message.STREAM_TYPE;
        }
        return body instanceof Body.Sealed ? Message.OBJECT_TYPE : Message.DEFAULT_TYPE;
    }

    /** About how many bytes {@link #write} will write; 0 if that is not known. */
    static int sizeOf(Body body) {
        if (body instanceof Body.Text text) {
            return text.length() * Character.BYTES;
        }
        return body instanceof Body.Bytes bytes ? bytes.bytes().length : 0;
    }

    static void write(Body body, ActiveMQBuffer buffer) {
        if (body instanceof Body.Text text) {
            writeText(text, buffer);
        } else if (body instanceof Body.Bytes bytes) {
            buffer.writeBytes(bytes.bytes());
        } else if (body instanceof Body.Fields fields) {
            TypedProperties properties = new TypedProperties();
            fields.fields().forEach((key, value) -> putField(properties, key, value));
            MapMessageUtil.writeBodyMap(buffer, properties);
        } else if (body instanceof Body.Values values) {
            values.values().forEach(value -> writeValue(buffer, value));
        } else if (body instanceof Body.Sealed sealed) {
            buffer.writeInt(sealed.serialised().length);
            buffer.writeBytes(sealed.serialised());
        }
    }

    private static Body readAs(byte type, ActiveMQBuffer buffer) {
        return switch (type) {
            case Message.TEXT_TYPE -> text(buffer);
            case Message.BYTES_TYPE -> new Body.Bytes(remaining(buffer));
            case Message.MAP_TYPE -> new Body.Fields(new MapBody(buffer).read());
            case Message.STREAM_TYPE -> new Body.Values(values(buffer));
            case Message.OBJECT_TYPE -> new Body.Sealed(serialised(buffer));
            default -> buffer.readableBytes() == 0 ? Body.EMPTY : new Body.Bytes(remaining(buffer));
        };
    }

    /** As {@link TextMessageUtil} writes it. */
    private static Body text(ActiveMQBuffer buffer) {
        buffer.resetReaderIndex();
        if (buffer.readByte() == DataConstants.NULL) {
            return Body.EMPTY;
        }
        int length = buffer.readInt();
        if (length < 0 || length > buffer.readableBytes() || length % Character.BYTES != 0) {
            throw new IllegalStateException("a text of " + length + " bytes in " + buffer.readableBytes());
        }
        byte[] utf16 = new byte[length];
        buffer.readBytes(utf16);
        return Body.ofUtf16(utf16);
    }

    private static void writeText(Body.Text text, ActiveMQBuffer buffer) {
        byte[] utf16 = text.utf16();
        if (utf16 == null) {
            TextMessageUtil.writeBodyText(buffer, SimpleString.of(text.text()));
        } else {
            buffer.writeByte(DataConstants.NOT_NULL);
            buffer.writeInt(utf16.length);
            buffer.writeBytes(utf16);
        }
    }

    private static byte[] serialised(ActiveMQBuffer buffer) {
        if (buffer.readableBytes() == 0) {
            return new byte[0];
        }
        int length = buffer.readInt();
        if (length < 0 || length > buffer.readableBytes()) {
            throw new IllegalStateException("an object of " + length + " bytes in " + buffer.readableBytes());
        }
        byte[] bytes = new byte[length];
        buffer.readBytes(bytes);
        return bytes;
    }

    private static List<Object> values(ActiveMQBuffer buffer) {
        List<Object> values = new ArrayList<>();
        readValues(buffer, values);
        return values;
    }

    private static void readValues(ActiveMQBuffer buffer, List<Object> values) {
        while (buffer.readable()) {
            int start = buffer.readerIndex();
            if (buffer.readByte() == DataConstants.BYTES && buffer.readInt() > buffer.readableBytes()) {
                throw new IllegalStateException("a byte array longer than the body");
            }
            buffer.readerIndex(start);
            values.add(StreamMessageUtil.streamReadObject(buffer));
        }
    }

    private static void putField(TypedProperties properties, String key, Object value) {
        SimpleString name = SimpleString.of(key);
        if (value instanceof String text) {
            properties.putSimpleStringProperty(name, SimpleString.of(text));
        } else {
            TypedProperties.setObjectProperty(name, value, properties);
        }
    }

    private static void writeValue(ActiveMQBuffer buffer, Object value) {
        if (value == null || value instanceof String) {
            buffer.writeByte(DataConstants.STRING);
            buffer.writeNullableString((String) value);
        } else if (value instanceof Boolean flag) {
            buffer.writeByte(DataConstants.BOOLEAN);
            buffer.writeBoolean(flag);
        } else if (value instanceof Byte number) {
            buffer.writeByte(DataConstants.BYTE);
            buffer.writeByte(number);
        } else if (value instanceof Short number) {
            buffer.writeByte(DataConstants.SHORT);
            buffer.writeShort(number);
        } else if (value instanceof Character letter) {
            buffer.writeByte(DataConstants.CHAR);
            buffer.writeShort((short) letter.charValue());
        } else if (value instanceof Integer number) {
            buffer.writeByte(DataConstants.INT);
            buffer.writeInt(number);
        } else if (value instanceof Long number) {
            buffer.writeByte(DataConstants.LONG);
            buffer.writeLong(number);
        } else if (value instanceof Float number) {
            buffer.writeByte(DataConstants.FLOAT);
            buffer.writeInt(Float.floatToIntBits(number));
        } else if (value instanceof Double number) {
            buffer.writeByte(DataConstants.DOUBLE);
            buffer.writeLong(Double.doubleToLongBits(number));
        } else if (value instanceof byte[] bytes) {
            buffer.writeByte(DataConstants.BYTES);
            buffer.writeInt(bytes.length);
            buffer.writeBytes(bytes);
        } else {
            throw new IllegalArgumentException(
                    "a StreamMessage cannot carry a " + value.getClass().getName());
        }
    }

    private static byte[] remaining(ActiveMQBuffer buffer) {
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        return bytes;
    }
}
