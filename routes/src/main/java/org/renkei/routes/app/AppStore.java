package org.renkei.routes.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.broker.storage.Directories;

/** Copies of applications' jars, one folder for each version, so that jobs can end on a version whose jars have been replaced. */
final class AppStore {
    private final Path directory;

    /** @param directory made when it is needed */
    AppStore(Path directory) {
        this.directory = directory;
    }

    /**
     * Keeps what is in an application's folder.
     *
     * @return its version: eight hexadecimal digits that change whenever one of the jars does
     * @throws ConfigException if there is no jar in it
     * @throws RenkeiException CONFIG_UNREADABLE if it cannot be read, or copied
     */
    String keep(String app, Path folder) {
        try {
            List<Path> jars = jars(folder);
            if (jars.isEmpty()) {
                throw new ConfigException(
                        "apps/" + app + ":", "", "has no jar in it: put the application's jars there, or delete it");
            }
            Path draft = Files.createDirectories(directory.resolve(app).resolve(".new"));
            Directories.delete(draft);
            Files.createDirectories(draft);
            String version = copy(jars, draft);
            Path kept = directory.resolve(app).resolve(version);
            if (Files.isDirectory(kept)) {
                Directories.delete(draft);
            } else {
                Files.move(draft, kept, StandardCopyOption.ATOMIC_MOVE);
            }
            return version;
        } catch (IOException e) {
            throw new RenkeiException(
                    ErrorCode.CONFIG_UNREADABLE,
                    folder + " cannot be copied to " + directory + ": " + e.getMessage(),
                    e);
        }
    }

    private static String copy(List<Path> jars, Path to) throws IOException {
        MessageDigest digest = sha256();
        for (Path jar : jars) {
            digest.update(jar.getFileName().toString().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            try (InputStream in = new DigestInputStream(Files.newInputStream(jar), digest)) {
                Files.copy(in, to.resolve(jar.getFileName()));
            }
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 4);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** @throws ConfigException if it is not kept here */
    AppVersion load(String app, String version) {
        Path kept = directory.resolve(app).resolve(version);
        if (!Files.isDirectory(kept)) {
            throw new ConfigException(
                    "apps/" + app + ":", "", "version " + version + " is not here: it was never deployed in this home");
        }
        try {
            return AppVersion.load(app, version, Files.getLastModifiedTime(kept).toInstant(), jars(kept));
        } catch (IOException e) {
            throw new RenkeiException(ErrorCode.CONFIG_UNREADABLE, kept + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Deletes all other versions. */
    void keepOnly(Map<String, Set<String>> versions) {
        try {
            for (Path app : list(directory)) {
                Set<String> kept = versions.getOrDefault(app.getFileName().toString(), Set.of());
                for (Path version : list(app)) {
                    if (!kept.contains(version.getFileName().toString())) {
                        Directories.delete(version);
                    }
                }
            }
        } catch (IOException e) {
            throw new RenkeiException(
                    ErrorCode.CONFIG_UNREADABLE, directory + " cannot be tidied: " + e.getMessage(), e);
        }
    }

    /** In the order of their names. */
    static List<Path> jars(Path folder) throws IOException {
        return list(folder).stream()
                .filter(file -> file.getFileName().toString().endsWith(".jar"))
                .filter(file -> !file.getFileName().toString().startsWith("."))
                .toList();
    }

    private static List<Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
