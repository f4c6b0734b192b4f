package org.renkei.services.activity;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The lines of a UTF-8 file, the last one first. What stands behind the last line's end is not a line yet. Not thread-safe. */
final class LinesBackwards implements AutoCloseable {
    private static final int BLOCK = 1 << 16;
    private static final int LONGEST = 1 << 20;

    private final FileChannel file;
    /** Bytes from {@link #start} on, of which {@link #length} were not handed out yet. */
    private byte[] held = new byte[0];

    private int length;
    private long start;

    /** @param before lines that end later than at this offset are left out */
    LinesBackwards(Path file, long before) throws IOException {
        this.file = FileChannel.open(file, StandardOpenOption.READ);
        this.start = Math.min(before, this.file.size());
        dropUnended();
    }

    private void dropUnended() throws IOException {
        length = lastEnd(0) + 1;
    }

    /** The next line towards the beginning, without its end; null if there is none. One that is longer than a megabyte is cut. */
    String next() throws IOException {
        if (length == 0 && !readBlock()) {
            return null;
        }
        int begin = lastEnd(1) + 1;
        String line = new String(held, begin, length - 1 - begin, StandardCharsets.UTF_8);
        length = begin;
        return line;
    }

    /** Where the line begins that was handed out last. */
    long offset() {
        return start + length;
    }

    /**
     * The index of the last end of a line in what is held, or -1.
     *
     * @param sparing so many bytes at the end are not looked at
     */
    private int lastEnd(int sparing) throws IOException {
        do {
            for (int index = length - 1 - sparing; index >= 0; index--) {
                if (held[index] == '\n') {
                    return index;
                }
            }
        } while (readBlock());
        return -1;
    }

    /** @return false if the beginning is reached */
    private boolean readBlock() throws IOException {
        if (start == 0) {
            return false;
        }
        int size = (int) Math.min(BLOCK, start);
        int kept = Math.min(length, LONGEST);
        ByteBuffer block = ByteBuffer.allocate(size + kept).limit(size);
        while (block.hasRemaining()) {
            if (file.read(block, start - size + block.position()) < 0) {
                throw new IOException("the file became shorter");
            }
        }
        System.arraycopy(held, 0, block.array(), size, kept);
        held = block.array();
        length = size + kept;
        start -= size;
        return true;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
