package org.renkei.routes.external;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final byte[] NOTHING = {};

    @TempDir
    Path dir;

    @Test
    void b3_shouldGetTheBodyAndTellWhatItPrinted() throws Exception {
        CommandResult result = run(LONG, "tr a-z A-Z; echo too bad >&2; exit 3", "a text");

        assertThat(result.exit()).isEqualTo(3);
        assertThat(new String(result.output(), UTF_8)).isEqualTo("A TEXT");
        assertThat(result.told()).isEqualTo("too bad");
        assertThat(result.timedOut()).isFalse();
        assertThat(result.tooMuch()).isFalse();
    }

    @Test
    void b3_shouldReadNothingOfItsArgumentsItself() throws Exception {
        Command command = new Command(List.of("/bin/echo", "$HOME", "; id", "`id`"), dir, Map.of(), LONG, 1_000);

        assertThat(new String(command.run(NOTHING, Map.of()).output(), UTF_8)).isEqualTo("$HOME ; id `id`\n");
    }

    @Test
    void b3_shouldRunInItsFolderWithItsEnvironment() throws Exception {
        Command command = new Command(
                List.of("/bin/sh", "-c", "pwd; echo $COLOUR $RENKEI_JOB"), dir, Map.of("COLOUR", "red"), LONG, 1_000);

        CommandResult result = command.run(NOTHING, Map.of("RENKEI_JOB", "7"));

        assertThat(new String(result.output(), UTF_8).lines())
                .containsExactly(dir.toRealPath().toString(), "red 7");
    }

    @Test
    void b3_shouldEndTheWholeTreeWhenItsTimeIsOver() throws Exception {
        // A child, and a daemon that has left it: a process group of its own, whose parent has ended.
        CommandResult result = run(
                Duration.ofSeconds(5),
                "sleep 600 & echo $! > child; setsid sh -c 'sleep 600 & echo $! > daemon' ; wait",
                "");

        assertThat(result.timedOut()).isTrue();
        assertGone("child");
        assertGone("daemon");
    }

    @Test
    void b3_shouldNotWaitForWhatHoldsItsOutput() throws Exception {
        CommandResult result = run(LONG, "sleep 600 & echo $! > child; echo done", "");

        assertThat(result.exit()).isZero();
        assertThat(new String(result.output(), UTF_8)).isEqualTo("done\n");
        assertGone("child");
    }

    @Test
    void b3_shouldKeepLittleOfWhatIsPrintedWithoutEnd() throws Exception {
        CommandResult result = run(Duration.ofSeconds(3), "yes good & yes bad >&2", "");

        assertThat(result.timedOut()).isTrue();
        assertThat(result.tooMuch()).isTrue();
        assertThat(result.output()).hasSize(1_000);
        assertThat(result.told().length()).isLessThanOrEqualTo(4_096);
        assertThat(result.told()).endsWith("bad");
    }

    @Test
    void b3_shouldNotMindAProgramThatReadsNothing() throws Exception {
        assertThat(run(LONG, "exit 0", "x".repeat(1 << 20)).exit()).isZero();
    }

    @Test
    void b3_shouldBeKilledWithTheThreadThatWaitsForIt() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread waiting = new Thread(() -> {
            try {
                run(LONG, "echo $$ > child; sleep 600", "");
            } catch (IOException | InterruptedException e) {
                thrown.set(e);
            }
        });
        waiting.start();
        await().until(() -> Files.exists(dir.resolve("child")) && Files.size(dir.resolve("child")) > 1);

        waiting.interrupt();
        waiting.join();

        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertGone("child");
    }

    @Test
    void shouldSayThatItCannotBeStarted() {
        Command command = new Command(List.of(dir.resolve("nothing").toString()), dir, Map.of(), LONG, 1_000);

        assertThatThrownBy(() -> command.run(NOTHING, Map.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nothing");
    }

    private CommandResult run(Duration timeout, String script, String input) throws IOException, InterruptedException {
        return new Command(List.of("/bin/sh", "-c", script), dir, Map.of(), timeout, 1_000)
                .run(input.getBytes(UTF_8), Map.of());
    }

    private void assertGone(String pidFile) throws IOException {
        long pid = Long.parseLong(Files.readString(dir.resolve(pidFile)).trim());
        await().until(() -> ProcessHandle.of(pid).filter(CommandTest::runs).isEmpty());
    }

    /** A zombie, which nobody in a container may ever bury, does not. */
    private static boolean runs(ProcessHandle process) {
        try {
            return !Files.readString(Path.of("/proc/" + process.pid() + "/stat"))
                    .contains(") Z ");
        } catch (IOException gone) {
            return false;
        }
    }
}
