package org.renkei.services.perf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.services.cli.JavaProcess;
import org.renkei.services.cli.Renkei;

/** {@code ./renkei perf} as it is typed, with so few messages that its figures mean nothing. */
class PerfRunTest {
    @TempDir
    private Path home;

    @Test
    void shouldMeasurePrintAndDraw() throws Exception {
        Path report = home.resolve("report.html");

        JsonNode json = perf(
                "--only",
                "persistent-1,volatile-1,database-1,tracking,monitoring,latency",
                "--report",
                report.toString());

        for (String ratio :
                List.of("persistent-1", "persistent-3", "volatile-1", "database-1", "tracking", "monitoring")) {
            assertThat(json.path("ratios").path(ratio).path("median").asDouble())
                    .as(ratio)
                    .isPositive();
        }
        assertThat(json.path("rates").fieldNames())
                .toIterable()
                .contains("bare-2", "bare-4", "bare-4-one-a-commit", "bare-volatile-2", "bare-table-2");
        assertThat(json.path("latency").path("loads")).hasSize(3);
        for (JsonNode load : json.path("latency").path("loads")) {
            JsonNode times = load.path("milliseconds").path("persistent-3");
            assertThat(times.path("p50").asDouble())
                    .isPositive()
                    .isLessThanOrEqualTo(times.path("p99.9").asDouble());
            assertThat(times.path("messages").asInt()).isPositive();
        }
        assertThat(json.path("machine").path("fsyncsPerSecond").asInt()).isPositive();
        assertThat(Files.readString(report)).contains("<svg", "persistent-1", "bare-4, 90 %");
        assertThat(leftIn(home)).containsExactly(report);
    }

    private JsonNode perf(String... options) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(
                List.of("--home", home.toString(), "perf", "--quick", "--json", "--messages", "20", "--seconds", "10"));
        arguments.addAll(List.of(options));
        Path told = Files.createTempFile("perf", ".err");
        Process process = new ProcessBuilder(new JavaProcess().command(Renkei.class, arguments.toArray(String[]::new)))
                .redirectError(told.toFile())
                .start();
        JsonNode json = new ObjectMapper().readTree(process.getInputStream());
        assertThat(process.waitFor()).as(Files.readString(told)).isZero();
        Files.delete(told);
        return json;
    }

    private static List<Path> leftIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }
}
