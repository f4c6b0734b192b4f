package org.renkei.broker.server;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.message.LargeBodyReader;
import org.apache.activemq.artemis.core.server.LargeServerMessage;

/** How large a message is for whoever must read it: a compressed one counts as what it inflates to. */
final class MessageSize {

    private static final int CHUNK_BYTES = 64 * 1024;

    private MessageSize() {}

    /**
     * @throws IllegalArgumentException if it says that it is compressed, but cannot be inflated
     * @throws ActiveMQException if its file cannot be read
     */
    static boolean exceeds(Message message, long limit) throws ActiveMQException {
        return message.getWholeMessageSize() > limit || isCompressed(message) && inflatesBeyond(message, limit);
    }

    private static boolean isCompressed(Message message) {
        Object compressed = message.getObjectProperty(Message.HDR_LARGE_COMPRESSED);
        if (compressed == null || Boolean.FALSE.equals(compressed)) {
            return false;
        }
        if (!Boolean.TRUE.equals(compressed) || !(message instanceof ICoreMessage)) {
            throw new IllegalArgumentException("it must not carry " + Message.HDR_LARGE_COMPRESSED);
        }
        return true;
    }

    private static boolean inflatesBeyond(Message message, long limit) throws ActiveMQException {
        // Receivers make room for the size that the sender declared, whatever it is.
        if (!(message.getObjectProperty(Message.HDR_LARGE_BODY_SIZE) instanceof Long declared) || declared < 0) {
            throw new IllegalArgumentException("it is compressed and does not say from how many bytes");
        }
        return declared > limit
                || (message instanceof LargeServerMessage large
                        ? fileInflatesBeyond(large, limit)
                        : bodyInflatesBeyond((ICoreMessage) message, limit));
    }

    private static boolean bodyInflatesBeyond(ICoreMessage message, long limit) {
        ByteBuffer body = message.getReadOnlyBodyBuffer().toByteBuffer();
        Counting counting = new Counting(limit);
        try {
            return counting.exceededWith(body);
        } finally {
            counting.end();
        }
    }

    private static boolean fileInflatesBeyond(LargeServerMessage message, long limit) throws ActiveMQException {
        Counting counting = new Counting(limit);
        try (LargeBodyReader file = message.getLargeBodyReader()) {
            file.open();
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
            for (long left = file.getSize(); left > 0; left -= chunk.limit()) {
                chunk.clear().limit((int) Math.min(left, CHUNK_BYTES));
                int read = file.readInto(chunk);
                if (read <= 0) {
                    break;
                }
                if (counting.exceededWith(chunk.position(0).limit(read))) {
                    return true;
                }
            }
            return false;
        } finally {
            counting.end();
        }
    }

    /** Inflates into nothing. */
    private static final class Counting {

        private final Inflater inflater = new Inflater();
        private final byte[] thrownAway = new byte[CHUNK_BYTES];
        private final long limit;

        Counting(long limit) {
            this.limit = limit;
        }

        boolean exceededWith(ByteBuffer compressed) {
            inflater.setInput(compressed);
            try {
                while (inflater.inflate(thrownAway) > 0) {
                    if (inflater.getBytesWritten() > limit) {
                        return true;
                    }
                }
                return false;
            } catch (DataFormatException e) {
                throw new IllegalArgumentException("it cannot be decompressed", e);
            }
        }

        void end() {
            inflater.end();
        }
    }
}
