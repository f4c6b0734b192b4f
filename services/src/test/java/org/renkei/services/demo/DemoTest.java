package org.renkei.services.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.services.cli.ExitCode;
import org.renkei.services.cli.Shell;

/** The main job, typed as the README's tour types it. */
@Timeout(180)
class DemoTest {
    private final Shell shell = new Shell();

    @TempDir
    private Path home;

    @BeforeEach
    void useTheShippedConfiguration() {
        System.setProperty("renkei.installation", Path.of("..").toAbsolutePath().toString());
    }

    @AfterEach
    void stopByForce() {
        shell.run("stop", "--force", "--home", home.toString());
        System.clearProperty("renkei.installation");
    }

    @Test
    void shouldAccountForEveryOrderAcrossAKill() throws Exception {
        // When
        int exitCode = shell.run("demo", "--json", "--home", home.toString());

        // Then nothing is missing
        assertThat(shell.err()).isEmpty();
        JsonNode report = new ObjectMapper().readTree(shell.out());
        assertThat(report.fieldNames())
                .toIterable()
                .containsExactly(
                        "sent",
                        "completed",
                        "rejected",
                        "redelivered",
                        "lostVolatile",
                        "missing",
                        "charged",
                        "chargedTwice");
        assertThat(report.path("sent").asInt()).isEqualTo(1_000);
        assertThat(report.path("missing").asInt()).isZero();
        assertThat(report.path("rejected").asInt()).isEqualTo(20);
        assertThat(report.path("completed").asInt()
                        + report.path("lostVolatile").asInt())
                .isEqualTo(980);
        // All but the rejected ones and 40 free samples are charged, and none twice
        assertThat(report.path("charged").asInt()).isEqualTo(940);
        assertThat(report.path("chargedTwice").asInt()).isZero();
        assertThat(exitCode).isEqualTo(ExitCode.DONE);

        // And the tour goes on
        assertThat(type("status")).contains("Renkei is running", "entrances");
        assertThat(type("track", "--correlation", "ORDER-0007")).contains("COMPLETED", "the bank is busy", "again");
        assertThat(type("track", "--correlation", "ORDER-0013")).contains("FAILED", "no such article: unicorn");
        assertThat(type("submit", "charges", "--wait")).contains("completed", "\"charges\":940", "\"orders\":940");
        assertThat(type("monitor")).contains("order-payment", "renkei.dead");
        assertThat(type("pending")).contains("Safe to stop", "dead letters 20");
        assertThat(type("stop")).contains("Renkei has stopped");
        assertThat(shell.run("status", "--home", home.toString())).isEqualTo(ExitCode.NOT_RUNNING);
    }

    /** What it prints; its exit code must be 0. */
    private String type(String... verb) {
        String[] line = new String[verb.length + 2];
        System.arraycopy(verb, 0, line, 0, verb.length);
        line[verb.length] = "--home";
        line[verb.length + 1] = home.toString();
        assertThat(shell.run(line)).as("%s: %s", verb[0], shell.err()).isEqualTo(ExitCode.DONE);
        return shell.out();
    }
}
