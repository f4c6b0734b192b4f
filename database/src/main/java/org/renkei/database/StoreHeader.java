package org.renkei.database;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.h2.mvstore.DataUtils;

/**
 * The header of an H2 store, which begins each of its first two blocks: text of fields, the last of them a checksum. It names a chunk,
 * where H2 begins to look for the newest one.
 */
final class StoreHeader {
    static final int BLOCK = 4096;

    private static final String CHUNK_BEGIN = "chunk:";
    private static final String SIZE_OF_BLOCK = "blockSize";
    private static final String VERSION = "version";
    private static final String CHUNK = "chunk";
    private static final String PLACE = "block";
    private static final String CLEAN = "clean";
    private static final String CHECKSUM = "fletcher";

    private final Map<String, String> fields;

    private StoreHeader(Map<String, String> fields) {
        this.fields = fields;
    }

    /** What begins a block, or null if that is no header. */
    static StoreHeader read(ByteBuffer block) {
        Map<String, String> fields = fields(line(block));
        String checksum = fields.remove(CHECKSUM);
        boolean whole =
                checksum != null && fields.containsKey(SIZE_OF_BLOCK) && checksum.equals(checksum(text(fields)));
        return whole ? new StoreHeader(fields) : null;
    }

    /** The version that a chunk holds, if one begins here; else -1. */
    static long versionOfChunk(ByteBuffer block) {
        String line = line(block);
        String version = line.startsWith(CHUNK_BEGIN) ? fields(line).get(VERSION) : null;
        return version == null ? -1 : Long.parseLong(version, 16);
    }

    /** The version of the chunk that it names; -1 of a store without one. */
    long version() {
        String version = fields.get(VERSION);
        return version == null ? -1 : Long.parseLong(version, 16);
    }

    /** The same, but with the chunk that begins here, at that place. */
    StoreHeader naming(ByteBuffer chunk, long position) {
        Map<String, String> ofChunk = fields(line(chunk));
        Map<String, String> changed = new LinkedHashMap<>(fields);
        // It is not closed, whatever it was.
        changed.remove(CLEAN);
        changed.put(PLACE, Long.toHexString(position / BLOCK));
        changed.put(CHUNK, ofChunk.get(CHUNK));
        changed.put(VERSION, ofChunk.get(VERSION));
        return new StoreHeader(changed);
    }

    /** A whole block. */
    ByteBuffer block() {
        String text = text(fields);
        String line = text + "," + CHECKSUM + ":" + checksum(text) + "\n";
        return ByteBuffer.allocate(BLOCK)
                .put(line.getBytes(StandardCharsets.ISO_8859_1))
                .rewind();
    }

    private static String line(ByteBuffer block) {
        byte[] begin = new byte[Math.min(block.remaining(), BLOCK)];
        block.duplicate().get(begin);
        String all = new String(begin, StandardCharsets.ISO_8859_1);
        int end = all.indexOf('\n');
        return end < 0 ? "" : all.substring(0, end).trim();
    }

    private static Map<String, String> fields(String line) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : line.split(",")) {
            int colon = field.indexOf(':');
            if (colon > 0) {
                fields.put(field.substring(0, colon), field.substring(colon + 1));
            }
        }
        return fields;
    }

    private static String text(Map<String, String> fields) {
        StringBuilder text = new StringBuilder();
        fields.forEach((name, value) ->
                text.append(text.isEmpty() ? "" : ",").append(name).append(':').append(value));
        return text.toString();
    }

    private static String checksum(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return Integer.toHexString(DataUtils.getFletcher32(bytes, 0, bytes.length));
    }
}
