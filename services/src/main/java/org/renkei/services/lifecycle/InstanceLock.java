package org.renkei.services.lifecycle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;

/**
 * Keeps a second process off the same data. The operating system holds the lock and lets go of it when the process ends,
 * however it ends, so that nothing stale stays behind after {@code kill -9}.
 */
public final class InstanceLock implements AutoCloseable {
    /** A process that was killed holds it until the operating system has taken it down, and a look at it for an instant. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final long AGAIN_NANOS = Duration.ofMillis(50).toNanos();

    private final FileChannel channel;

    private InstanceLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * @param file made if it is not there
     * @throws RenkeiException {@code ALREADY_RUNNING}, with the process id of the one that holds it
     */
    public static InstanceLock take(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (!lockWithin(PATIENCE, channel)) {
            channel.close();
            throw new RenkeiException(
                    ErrorCode.ALREADY_RUNNING,
                    "Renkei already runs on " + file.getParent().toAbsolutePath() + " as process " + holder(file)
                            + ": stop that one first, or give this one another --home");
        }
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
        return new InstanceLock(channel);
    }

    /** True if a process holds it now, this one included. */
    public static boolean isHeld(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return tryLock(channel) == null;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    private static boolean lockWithin(Duration patience, FileChannel channel) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (tryLock(channel) == null) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(AGAIN_NANOS);
        }
        return true;
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String holder(Path file) throws IOException {
        String pid = Files.readString(file).trim();
        return pid.isEmpty() ? "(unknown)" : pid;
    }

    /** Lets go. The file stays: deleting it would let two processes lock two files of one name. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
