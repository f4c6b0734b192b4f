package org.renkei.broker.session;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.InflaterInputStream;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.ActiveMQBuffers;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.message.LargeBodyReader;
import org.renkei.broker.channel.Body;
import org.renkei.broker.channel.BodyStart;

/** The beginning of the body of a core message, out of as many of its bytes; what is compressed is inflated no further. */
final class CoreBodyStart {

    /** Lengths and marks before the body proper. */
    private static final int LEAD = 16;

    private static final int BYTES_PER_CHARACTER = 2;

    private final byte type;
    private final byte[] bytes;
    private final long whole;
    private final int most;

    private CoreBodyStart(byte type, byte[] bytes, long whole, int most) {
        this.type = type;
        this.bytes = bytes;
        this.whole = whole;
        this.most = most;
    }

    static BodyStart inMemory(ICoreMessage message, int most) {
        ActiveMQBuffer body = message.getReadOnlyBodyBuffer();
        int there = body.readableBytes();
        byte[] bytes = new byte[isCompressed(message) ? there : Math.min(there, room(most))];
        body.readBytes(bytes);
        return of(message, new ByteArrayInputStream(bytes), there, most);
    }

    static BodyStart inFile(ICoreMessage message, LargeBodyReader file, int most) throws ActiveMQException {
        return of(message, new LargeBodyStream(file), file.getSize(), most);
    }

    private static BodyStart of(ICoreMessage message, InputStream stored, long storedSize, int most) {
        boolean compressed = isCompressed(message);
        try (InputStream body = compressed ? new InflaterInputStream(stored) : stored) {
            byte[] bytes = body.readNBytes(room(most));
            long whole = compressed ? inflatedSize(message, bytes.length) : storedSize;
            return new CoreBodyStart(message.getType(), bytes, Math.max(whole, bytes.length), most).read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int room(int most) {
        return LEAD + BYTES_PER_CHARACTER * most;
    }

    /** By the client of whoever sent it. */
    static boolean isCompressed(Message message) {
        return Boolean.TRUE.equals(message.getObjectProperty(Message.HDR_LARGE_COMPRESSED));
    }

    private static long inflatedSize(Message message, int atLeast) {
        return message.getObjectProperty(Message.HDR_LARGE_BODY_SIZE) instanceof Number size
                ? size.longValue()
                : atLeast;
    }

    private BodyStart read() {
        ActiveMQBuffer buffer = ActiveMQBuffers.wrappedBuffer(bytes);
        if (whole > bytes.length) {
            return new BodyStart(BodyBytes.readStart(type, buffer), size(), true).atMost(most);
        }
        Body body = BodyBytes.read(type, buffer);
        long size = body instanceof Body.Fields || body instanceof Body.Values ? whole : body.size();
        return new BodyStart(body, size, false).atMost(most);
    }

    private long size() {
        return switch (type) {
            case Message.TEXT_TYPE -> whole / BYTES_PER_CHARACTER - BYTES_PER_CHARACTER;
            case Message.OBJECT_TYPE -> whole - Integer.BYTES;
            default -> whole;
        };
    }
}
