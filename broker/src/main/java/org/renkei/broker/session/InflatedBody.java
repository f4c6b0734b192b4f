package org.renkei.broker.session;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.InflaterInputStream;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.ActiveMQBuffers;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;

/** The body of a message whose sender's client compresses bodies. */
final class InflatedBody {

    private InflatedBody() {}

    static boolean isDeflated(ICoreMessage message) {
        return Boolean.TRUE.equals(message.getObjectProperty(Message.HDR_LARGE_COMPRESSED));
    }

    /** @throws UncheckedIOException if it is not what it says */
    static ActiveMQBuffer of(ICoreMessage message) {
        ActiveMQBuffer stored = message.getReadOnlyBodyBuffer();
        byte[] deflated = new byte[stored.readableBytes()];
        stored.readBytes(deflated);
        try (InflaterInputStream body = new InflaterInputStream(new ByteArrayInputStream(deflated))) {
            return ActiveMQBuffers.wrappedBuffer(body.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
