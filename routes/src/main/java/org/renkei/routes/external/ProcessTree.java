package org.renkei.routes.external;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A process and all that it has started. What has left its parent (a daemon) is found, on Linux, by a variable that every process
 * inherits unless it takes pains not to.
 */
final class ProcessTree {
    static final String MARK = "RENKEI_CALL";
    private static final Path PROCESSES = Path.of("/proc");
    private static final int MOST_LOOKS = 100;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private final Process process;
    private final byte[] mark;

    /** @param mark what {@value #MARK} is in the environment of the process */
    ProcessTree(Process process, String mark) {
        this.process = process;
        this.mark = (MARK + "=" + mark).getBytes(StandardCharsets.UTF_8);
    }

    void kill() {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        process.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
        killRest();
    }

    /** What the process has left behind, when it has ended itself. */
    void killRest() {
        for (int i = 0; i < MOST_LOOKS; i++) {
            List<ProcessHandle> marked = marked();
            if (marked.isEmpty()) {
                return;
            }
            marked.forEach(ProcessHandle::destroyForcibly);
            // Those who were just killed may have started others.
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    private List<ProcessHandle> marked() {
        List<ProcessHandle> marked = new ArrayList<>();
        if (Files.isDirectory(PROCESSES)) {
            try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
                for (Path each : processes) {
                    if (isMarked(each)) {
                        ProcessHandle.of(Long.parseLong(each.getFileName().toString()))
                                .ifPresent(marked::add);
                    }
                }
            } catch (IOException e) {
                return marked;
            }
        }
        return marked;
    }

    private boolean isMarked(Path process) {
        try {
            byte[] environment = Files.readAllBytes(process.resolve("environ"));
            return indexOf(environment) >= 0;
        } catch (IOException notOursOrGone) {
            return false;
        }
    }

    private int indexOf(byte[] environment) {
        for (int i = 0; i + mark.length <= environment.length; i++) {
            int same = 0;
            while (same < mark.length && environment[i + same] == mark[same]) {
                same++;
            }
            if (same == mark.length) {
                return i;
            }
        }
        return -1;
    }
}
