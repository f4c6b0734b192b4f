package org.renkei.services.lifecycle;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * Where a running server is to be found. It holds the right to administer it, so only its owner may read it.
 *
 * @param certificate by whose SHA-256 the console is known if it listens with TLS; null if it listens without
 * @param token made anew at each start
 */
public record RunFile(
        long pid,
        String httpHost,
        int httpPort,
        String certificate,
        int corePort,
        int amqpPort,
        String token,
        Instant startedAt) {
    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
    private static final int TOKEN_BYTES = 32;

    /** Where the console is. */
    public String httpUrl() {
        return (certificate == null ? "http" : "https") + "://" + httpHost + ":" + httpPort;
    }

    /** A token that nobody can guess. */
    public static String newToken() {
        byte[] bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Empty if there is none, or if it is damaged. */
    public static Optional<RunFile> read(Path file) {
        try {
            return Optional.of(JSON.readValue(file.toFile(), RunFile.class));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Writes it in one move, so that no reader sees half of it, and with the owner's rights from its first byte. */
    public void write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        Files.createFile(
                unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(unfinished, JSON.writeValueAsBytes(this));
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
