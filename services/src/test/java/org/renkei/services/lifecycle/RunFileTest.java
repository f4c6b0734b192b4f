package org.renkei.services.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFileTest {
    @TempDir
    private Path data;

    @Test
    void shouldBeReadBackAndOnlyByItsOwner() throws Exception {
        // Given
        Path file = data.resolve("run").resolve("server.json");
        RunFile written = new RunFile(
                7, "127.0.0.1", 8170, null, 61616, 5672, RunFile.newToken(), Instant.parse("2026-01-31T08:00:00Z"));
        // When
        written.write(file);
        // Then
        assertThat(RunFile.read(file)).contains(written);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void shouldBeEmptyWhenThereIsNoneOrItIsDamaged() throws Exception {
        Path file = data.resolve("server.json");
        assertThat(RunFile.read(file)).isEmpty();
        Files.writeString(file, "{\"pid\":");
        assertThat(RunFile.read(file)).isEmpty();
    }

    @Test
    void shouldHaveAnotherTokenEachTime() {
        assertThat(RunFile.newToken()).hasSizeGreaterThan(40).isNotEqualTo(RunFile.newToken());
    }
}
