package org.renkei.services.activity;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of a folder, one for each month as {@code 2026-01.jsonl}, readable by their owner only. Thread-safe. */
final class ActivityFiles {
    private static final Logger log = LoggerFactory.getLogger(ActivityFiles.class);
    private static final String ENDING = ".jsonl";

    private final Path folder;

    ActivityFiles(Path folder) {
        this.folder = folder;
    }

    /** In whose file an entry of that moment is. */
    static YearMonth monthOf(Instant at) {
        return YearMonth.from(at.atOffset(ZoneOffset.UTC));
    }

    Path folder() {
        return folder;
    }

    /**
     * Adds a line. When this returns, the operating system has it. What a crash or a full disk has left of an earlier line is given an
     * end before.
     *
     * @return true if the file is new
     */
    synchronized boolean append(YearMonth month, byte[] line) throws IOException {
        Files.createDirectories(folder);
        Path file = file(month);
        boolean fresh = !Files.exists(file);
        boolean cutOff = !fresh && !endsWithLine(file);
        if (cutOff) {
            log.atWarn().addKeyValue("file", file).log("the last entry was cut off, by a crash or a full disk");
        }
        try (FileChannel to =
                FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND), ownerOnly())) {
            ByteBuffer bytes = ByteBuffer.allocate(line.length + 1);
            if (cutOff) {
                bytes.put((byte) '\n');
            }
            bytes.put(line).flip();
            while (bytes.hasRemaining()) {
                to.write(bytes);
            }
        }
        return fresh;
    }

    private static boolean endsWithLine(Path file) throws IOException {
        try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return from.size() == 0 || from.read(last, from.size() - 1) < 1 || last.get(0) == '\n';
        }
    }

    /** The months that there are files of. */
    List<YearMonth> newestFirst() throws IOException {
        List<YearMonth> months = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*" + ENDING)) {
                found.forEach(file -> addMonth(file, months));
            }
        }
        months.sort(Collections.reverseOrder());
        return months;
    }

    private static void addMonth(Path file, List<YearMonth> months) {
        try {
            months.add(YearMonth.parse(file.getFileName().toString().replace(ENDING, "")));
        } catch (DateTimeException e) {
            log.atDebug().addKeyValue("file", file).log("not a file of the activity log");
        }
    }

    /** @param before lines that end later than at this offset are left out */
    LinesBackwards read(YearMonth month, long before) throws IOException {
        return new LinesBackwards(file(month), before);
    }

    void deleteBefore(YearMonth month) throws IOException {
        for (YearMonth each : newestFirst()) {
            if (each.isBefore(month)) {
                Files.deleteIfExists(file(each));
                log.atInfo().addKeyValue("month", each).log("entries of the activity log deleted");
            }
        }
    }

    private Path file(YearMonth month) {
        return folder.resolve(month + ENDING);
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
