package org.renkei.services.perf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.services.cli.ExitCode;
import org.renkei.services.cli.Shell;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class PerfOptionsTest {
    @TempDir
    private Path directory;

    private static PerfOptions parse(String... arguments) {
        PerfOptions options = new PerfOptions();
        new CommandLine(CommandSpec.forAnnotatedObject(options)).parseArgs(arguments);
        return options;
    }

    @Test
    void shouldMeasureEverythingByDefault() {
        PerfSettings settings = parse().settings();

        assertThat(settings).isEqualTo(PerfSettings.full());
        assertThat(settings.flows())
                .extracting(PerfFlow::name)
                .containsExactlyInAnyOrder(
                        "volatile-1",
                        "volatile-3",
                        "volatile-10",
                        "persistent-1",
                        "persistent-3",
                        "persistent-10",
                        "database-1",
                        "database-3",
                        "database-10",
                        "untracked-persistent-3");
    }

    @Test
    void shouldMeasureTheFlowThatTheOtherQuestionsAreAbout() {
        PerfSettings settings = parse("--only", "latency,volatile-1").settings();

        assertThat(settings.flows())
                .containsExactlyInAnyOrder(PerfSettings.MAIN, new PerfFlow(ChannelKind.VOLATILE, 1));
    }

    @Test
    void shouldHandTheSameOptionsToTheProcessThatMeasures() {
        String[] given = {
            "--quick", "--json", "--only", "tracking,persistent-1", "--seconds", "20", "--messages", "50", "--size",
            "10", "--batch", "1", "--consumers", "2", "--database", "jdbc:postgresql://db/perf", "--user", "perf"
        };

        PerfOptions again = parse(parse(given).arguments().toArray(String[]::new));

        assertThat(again.settings()).isEqualTo(parse(given).settings());
        assertThat(again.arguments()).isEqualTo(parse(given).arguments());
        assertThat(again.settings().databaseProduct()).isEqualTo("PostgreSQL");
        assertThat(again.settings().batch()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--messages 5               | --messages must be 10 to 1000000, was 5",
                "--seconds 1                | --seconds must be 10 to 86400, was 1",
                "--batch 0                  | --batch must be 1 to 1000, was 0",
                "--consumers 100            | --consumers must be 1 to 64, was 100",
                "--size 0                   | --size must be 1 to 1048576, was 0",
                "--size big                 | --size",
                "--only persistent-2        | there is no 'persistent-2': persistent-1, persistent-3",
                "--database jdbc:h2:mem:x   | --database must begin with jdbc:postgresql://, was 'jdbc:h2:mem:x'",
                "--user me                  | --user is the user of --database",
                "--report /                 | --report must be a file, / is a directory",
                "--report /nowhere/at.html  | --report: there is no directory /nowhere"
            })
    void shouldSayWhatIsWrong(String line, String message) {
        Shell shell = new Shell();

        int exitCode = shell.run(("--home " + directory + " perf " + line).split(" "));

        assertThat(shell.err()).contains(message);
        assertThat(exitCode).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void shouldRefuseAFlowThatIsNotMeasured() {
        assertThatThrownBy(() -> parse("--only", "persistent-3,volatile-4").check())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("volatile-4");
    }
}
