package org.renkei.broker.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;

/** Held while a broker runs on a data folder, so that a second one is refused at once instead of waiting for the first. */
final class DataLock implements AutoCloseable {

    private final FileChannel channel;

    private DataLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws RenkeiException {@code BROKER_START} if another broker runs on this folder */
    static DataLock take(Path folder) throws IOException {
        Files.createDirectories(folder);
        FileChannel channel =
                FileChannel.open(folder.resolve("broker.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new DataLock(channel);
            }
        } catch (OverlappingFileLockException e) {
            // held within this process: the same refusal
        }
        channel.close();
        throw new RenkeiException(
                ErrorCode.BROKER_START, "another broker runs on " + folder + "; stop it first, or use another --home");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
