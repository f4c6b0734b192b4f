package org.renkei.broker.session;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.core.message.LargeBodyReader;

/** The file of a large message as a stream. Does not close it. */
final class LargeBodyStream extends InputStream {

    private final LargeBodyReader file;

    LargeBodyStream(LargeBodyReader file) {
        this.file = file;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        try {
            int read = file.readInto(ByteBuffer.wrap(bytes, offset, length).slice());
            return read <= 0 ? -1 : read;
        } catch (ActiveMQException e) {
            throw new IOException(e);
        }
    }
}
