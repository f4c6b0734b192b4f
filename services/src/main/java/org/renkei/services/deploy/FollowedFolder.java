package org.renkei.services.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.renkei.broker.error.Category;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.database.DatabaseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder that a running system follows: when files came, changed or went, and stay so until the next look, what they say is deployed.
 * What is wrong changes nothing and is told until it is mended. Thread-safe; one change comes after the other.
 */
abstract class FollowedFolder {
    private static final Logger log = LoggerFactory.getLogger(FollowedFolder.class);

    private final String name;
    private final Path folder;
    private final int depth;
    private Map<Path, Stamp> deployed = Map.of();
    private Map<Path, Stamp> seen = Map.of();
    private volatile String problem;

    /** The problem is one that may pass without a change of a file: it is tried again. */
    private boolean mayPass;

    private record Stamp(long modifiedMillis, long size, Object key) {}

    /**
     * @param name as users know it
     * @param folder need not exist
     * @param depth 1 if only the files in it count, one more for each level of folders below
     */
    FollowedFolder(String name, Path folder, int depth) {
        this.name = name;
        this.folder = folder;
        this.depth = depth;
    }

    final String name() {
        return name;
    }

    final Path folder() {
        return folder;
    }

    /** Why what lies in the folder is not what runs; empty if it is. */
    public final Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** Whether a file there says anything. Default: each does. */
    boolean concerns(Path file) {
        return true;
    }

    /**
     * Deploys what lies there.
     *
     * @throws RenkeiException if anything is wrong with it
     * @throws DatabaseException if a database is away
     */
    abstract void deployWhatLiesThere();

    /** Looks whether something has changed. */
    final synchronized void follow() {
        Map<Path, Stamp> now = look();
        boolean settled = now.equals(seen);
        seen = now;
        if (!settled || now.equals(deployed) && !mayPass) {
            return;
        }
        deployed = now;
        mayPass = false;
        try {
            deployWhatLiesThere();
            problem = null;
        } catch (RenkeiException | DatabaseException e) {
            mayPass = mayPass(e);
            if (!e.getMessage().equals(problem)) {
                log.atError()
                        .addKeyValue("folder", name)
                        .addKeyValue("cause", e.getMessage())
                        .log("what lies there is not deployed, all runs on as it was");
            }
            problem = e.getMessage();
        }
    }

    private static boolean mayPass(RuntimeException problem) {
        return problem instanceof DatabaseException
                || problem instanceof RenkeiException known
                        && (known.code() == ErrorCode.FLOW_IN_USE
                                || known.code().category() == Category.RETRY);
    }

    /** What lies there now is what runs. */
    final synchronized void settled() {
        deployed = look();
        seen = deployed;
    }

    private Map<Path, Stamp> look() {
        Map<Path, Stamp> stamps = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return stamps;
        }
        try (Stream<Path> files = Files.walk(folder, depth)) {
            for (Path file :
                    files.filter(file -> !isHidden(file)).filter(this::concerns).toList()) {
                stamp(file).ifPresent(stamp -> stamps.put(file, stamp));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return stamps;
    }

    private static boolean isHidden(Path file) {
        return file.getFileName().toString().startsWith(".");
    }

    private static Optional<Stamp> stamp(Path file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.isRegularFile()
                    ? Optional.of(new Stamp(
                            attributes.lastModifiedTime().toMillis(), attributes.size(), attributes.fileKey()))
                    : Optional.empty();
        } catch (NoSuchFileException goneMeanwhile) {
            return Optional.empty();
        }
    }
}
