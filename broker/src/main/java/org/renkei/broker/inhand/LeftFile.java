package org.renkei.broker.inhand;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.renkei.broker.storage.DurableFile;

/** What processes that died had in hand and nobody has finished since: for each message its id and the number of crashes. */
final class LeftFile {

    private static final int ENTRY = Long.BYTES + Integer.BYTES;

    private LeftFile() {}

    /** Nothing if there is no file; of one that is cut off, what is there. */
    static Map<Long, Integer> read(Path file) throws IOException {
        Map<Long, Integer> left = new HashMap<>();
        if (Files.exists(file)) {
            ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(file));
            while (content.remaining() >= ENTRY) {
                left.put(content.getLong(), content.getInt());
            }
        }
        return left;
    }

    static void write(Path file, Map<Long, Integer> left) throws IOException {
        if (left.isEmpty()) {
            Files.deleteIfExists(file);
            return;
        }
        ByteBuffer content = ByteBuffer.allocate(left.size() * ENTRY);
        left.forEach((id, crashes) -> content.putLong(id).putInt(crashes));
        DurableFile.replace(file, content.array());
    }
}
