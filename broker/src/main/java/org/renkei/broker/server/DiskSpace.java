package org.renkei.broker.server;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How full the disk of the data folder is. Artemis's own watch is off: it lets senders hang until there is room again,
 * where a channel must refuse them at once (A4). Thread-safe.
 */
final class DiskSpace {

    private static final Logger log = LoggerFactory.getLogger(DiskSpace.class);

    private final Path folder;
    private final int mostPercent;
    private volatile int percent;

    DiskSpace(Path folder, int mostPercent) {
        this.folder = folder;
        this.mostPercent = mostPercent;
    }

    /** Looks at the disk; a disk that cannot be asked counts as it did before. */
    void look() {
        try {
            FileStore store = Files.getFileStore(folder);
            long total = store.getTotalSpace();
            boolean was = isFull();
            percent = total <= 0 ? 0 : (int) ((total - store.getUsableSpace()) * 100.0 / total);
            if (was != isFull()) {
                (was ? log.atInfo() : log.atWarn())
                        .addKeyValue("percent", percent)
                        .addKeyValue("allowed", mostPercent)
                        .log(was ? "disk has room again" : "disk is full: senders are refused");
            }
        } catch (IOException e) {
            log.atDebug().addKeyValue("folder", folder).setCause(e).log("disk not asked");
        }
    }

    boolean isFull() {
        return percent >= mostPercent;
    }

    /** {@code 97 % of the disk is used, of 95 % allowed (broker.diskFull)}. */
    @Override
    public String toString() {
        return percent + " % of the disk is used, of " + mostPercent + " % allowed (broker.diskFull)";
    }
}
