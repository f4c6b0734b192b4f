package org.renkei.broker.session;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.core.message.LargeBodyReader;
import org.renkei.broker.channel.Body;
import org.renkei.broker.channel.BodyStart;

/**
 * The beginning of the body in the file of a large AMQP message: the sections before it are passed over by their sizes (AMQP 1.0, part
 * 1.6 for the encodings, 3.2 for the sections).
 */
final class AmqpBodyStart {

    private static final int LONGEST_LEAD = 16;
    private static final int SMALL_DESCRIPTOR = 0x53;
    private static final int LONG_DESCRIPTOR = 0x80;
    private static final int FIRST_SECTION = 0x70;
    private static final int DATA = 0x75;
    private static final int VALUE = 0x77;
    private static final int UNKNOWN = -1;

    private final LargeBodyReader file;

    /** @param file open */
    AmqpBodyStart(LargeBodyReader file) {
        this.file = file;
    }

    /**
     * @param code which it is
     * @param format how its content is encoded
     * @param start where its content begins
     * @param size of its content; {@link #UNKNOWN} if it is of no known format
     */
    private record Section(int code, int format, long start, long size) {

        boolean isBody() {
            return code >= DATA && code <= VALUE;
        }

        boolean isBinary() {
            return format == 0xa0 || format == 0xb0;
        }

        boolean isString() {
            return format == 0xa1 || format == 0xb1;
        }
    }

    BodyStart read(int most) throws ActiveMQException {
        long end = file.getSize();
        long at = 0;
        while (at < end) {
            Section section = section(at);
            if (section.isBody()) {
                return body(section, end, most);
            }
            if (section.code() < FIRST_SECTION || section.size() == UNKNOWN) {
                return new BodyStart(new Body.Sealed(bytes(at, most)), end - at, end - at > most);
            }
            at = section.start() + section.size();
        }
        return new BodyStart(Body.EMPTY, 0, false);
    }

    private BodyStart body(Section section, long end, int most) throws ActiveMQException {
        boolean known = section.isBinary() || section.isString();
        long size = known ? Math.min(section.size(), end - section.start()) : end - section.start();
        byte[] first = bytes(section.start(), (int) Math.min(most, size));
        return new BodyStart(shape(section, first), size, size > first.length);
    }

    private static Body shape(Section section, byte[] first) {
        if (section.code() == VALUE && section.isString()) {
            return Body.of(text(first));
        }
        return section.isBinary() ? Body.of(first) : new Body.Sealed(first);
    }

    /** Without the beginning of a character whose end is cut off. */
    private static String text(byte[] utf8) {
        int end = utf8.length;
        int last = end - 1;
        while (last > 0 && last > end - 4 && (utf8[last] & 0xc0) == 0x80) {
            last--;
        }
        boolean cut = last >= 0 && utf8[last] < 0 && length(utf8[last]) > end - last;
        return new String(utf8, 0, cut ? last : end, StandardCharsets.UTF_8);
    }

    private static int length(byte first) {
        return Integer.numberOfLeadingZeros(~(first << 24));
    }

    private Section section(long at) throws ActiveMQException {
        byte[] lead = bytes(at, LONGEST_LEAD);
        ByteBuffer buffer = ByteBuffer.wrap(Arrays.copyOf(lead, LONGEST_LEAD));
        boolean described = buffer.get() == 0;
        int descriptor = Byte.toUnsignedInt(buffer.get());
        if (!described || descriptor != SMALL_DESCRIPTOR && descriptor != LONG_DESCRIPTOR) {
            return new Section(0, 0, at, UNKNOWN);
        }
        int code = descriptor == SMALL_DESCRIPTOR ? Byte.toUnsignedInt(buffer.get()) : (int) buffer.getLong();
        int format = Byte.toUnsignedInt(buffer.get());
        long size = size(format, buffer);
        return new Section(code, format, at + buffer.position(), size);
    }

    /** Formats say by their first digit how wide their size is. */
    private static long size(int format, ByteBuffer buffer) {
        return switch (format >> 4) {
            case 0x4 -> 0;
            case 0xa, 0xc, 0xe -> Byte.toUnsignedInt(buffer.get());
            case 0xb, 0xd, 0xf -> Integer.toUnsignedLong(buffer.getInt());
            default -> UNKNOWN;
        };
    }

    private byte[] bytes(long from, int most) throws ActiveMQException {
        file.position(from);
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(most, Math.max(0, file.getSize() - from)));
        int read = bytes.hasRemaining() ? file.readInto(bytes) : 0;
        return Arrays.copyOf(bytes.array(), Math.max(0, read));
    }
}
