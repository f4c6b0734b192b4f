package org.renkei.broker.inhand;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/**
 * What one worker has received and not committed, in a memory-mapped file: a count, then the broker's message ids. Writing
 * it costs a store to memory. It is not forced to disk, because it need only survive the process, not the machine.
 */
final class InHandFile {

    private static final int CAPACITY = 4_096;
    private static final int HEADER = Long.BYTES;

    private final MappedByteBuffer buffer;
    private int count;

    InHandFile(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            buffer = channel.map(FileChannel.MapMode.READ_WRITE, 0, HEADER + (long) CAPACITY * Long.BYTES);
        }
        clear();
    }

    /** Beyond the capacity, which is more than the greatest batch, nothing is noted. */
    void note(long messageId) {
        if (count < CAPACITY) {
            buffer.putLong(HEADER + count * Long.BYTES, messageId);
            buffer.putLong(0, ++count);
        }
    }

    void clear() {
        count = 0;
        buffer.putLong(0, 0);
    }

    /** The ids that a process left in {@code file}; of a file that is cut off, those that are there. */
    static Set<Long> left(Path file) throws IOException {
        ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(file));
        Set<Long> ids = new HashSet<>();
        long noted = content.remaining() < HEADER ? 0 : content.getLong();
        for (long i = 0; i < noted && content.remaining() >= Long.BYTES; i++) {
            ids.add(content.getLong());
        }
        return ids;
    }
}
