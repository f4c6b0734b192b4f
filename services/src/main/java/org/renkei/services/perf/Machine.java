package org.renkei.services.perf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What it was measured on.
 *
 * @param heapMiB the greatest heap of this JVM
 * @param fsyncsPerSecond of 4 KiB each, one after another, on the disk of the home
 * @param measuredAt ISO 8601, UTC
 */
record Machine(int cores, long heapMiB, String jdk, String system, long fsyncsPerSecond, String measuredAt) {
    private static final Duration PROBE = Duration.ofMillis(500);
    private static final int BLOCK = 4_096;

    static Machine measured(Path directory) throws IOException {
        Runtime runtime = Runtime.getRuntime();
        return new Machine(
                runtime.availableProcessors(),
                runtime.maxMemory() >> 20,
                System.getProperty("java.vendor") + " " + Runtime.version(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                fsyncsPerSecond(directory),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    private static long fsyncsPerSecond(Path directory) throws IOException {
        Path file = Files.createTempFile(directory, "fsync", ".probe");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long began = System.nanoTime();
            long writes = 0;
            while (System.nanoTime() - began < PROBE.toNanos()) {
                channel.write(ByteBuffer.allocate(BLOCK));
                channel.force(false);
                writes++;
            }
            return writes * Duration.ofSeconds(1).toNanos() / (System.nanoTime() - began);
        } finally {
            Files.delete(file);
        }
    }
}
