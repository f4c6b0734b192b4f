package org.renkei.services.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;

class InstanceLockTest {
    @TempDir
    private Path data;

    @Test
    void shouldRefuseASecondProcessAndNameTheFirst() throws Exception {
        // Given
        Process first = holder();
        // When, Then
        assertThatThrownBy(() -> InstanceLock.take(file()))
                .isInstanceOfSatisfying(
                        RenkeiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ALREADY_RUNNING))
                .hasMessageContaining("process " + first.pid());
        first.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }

    @Test
    void shouldNotMindWhatAKilledProcessLeftBehind() throws Exception {
        // Given
        Process killed = holder();
        killed.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        // When, Then
        try (InstanceLock lock = InstanceLock.take(file())) {
            assertThat(lock).isNotNull();
        }
    }

    @Test
    void shouldRefuseASecondOneInTheSameProcessAndLetGoWhenClosed() throws Exception {
        InstanceLock first = InstanceLock.take(file());
        assertThatThrownBy(() -> InstanceLock.take(file())).isInstanceOf(RenkeiException.class);
        first.close();
        InstanceLock.take(file()).close();
    }

    private Path file() {
        return data.resolve("renkei.lock");
    }

    private Process holder() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        LockHolder.class.getName(),
                        file().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        assertThat(output.readLine()).startsWith("locked");
        return process;
    }
}
