package org.renkei.services.cli;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.renkei.services.Main;
import org.renkei.services.config.Home;

/**
 * Starts the server of a home as a process that outlives this one, and follows what it prints until it is ready. The
 * server prints into {@code data/logs/console.log}, so that nothing of it is lost when this process ends first.
 */
public final class ServerStart {
    private static final String READY = "Renkei is ready";
    private static final Duration READY_WITHIN = Duration.ofMinutes(5);
    private static final Duration GONE_WITHIN = Duration.ofSeconds(10);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final Home home;
    private final Path console;

    public ServerStart(Home home) {
        this.home = home;
        this.console = home.logs().resolve("console.log");
    }

    /**
     * @param eachLine is told what the server prints, as it prints it
     * @return the server, which is ready
     * @throws CommandException if it runs already, ends before it is ready, or takes longer than five minutes
     */
    public ProcessHandle start(Consumer<String> eachLine) {
        refuseIfRunning();
        Installation.furnish(home);
        try {
            long begin = Files.exists(console) ? Files.size(console) : 0;
            Process server = JavaProcess.start(
                    new JavaProcess()
                            .withApplicationsOf(home)
                            .detachedCommand(
                                    Main.class, "--home", home.directory().toString()),
                    console);
            follow(server, begin, eachLine);
            return server.toHandle();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One that was killed a moment ago is still there, and is waited for. */
    private void refuseIfRunning() {
        long deadline = System.nanoTime() + GONE_WITHIN.toNanos();
        Optional<ServerConnection> running = ServerConnection.ifRunning(home);
        while (running.isPresent()) {
            if (running.get().answers() || System.nanoTime() > deadline) {
                throw new CommandException("Renkei already runs in " + Installation.shown(home.directory()) + " (pid "
                        + running.get().pid() + ")\nstop it first, or start another with --home DIR");
            }
            Pause.of(LOOK_EVERY);
            running = ServerConnection.ifRunning(home);
        }
    }

    private void follow(Process server, long begin, Consumer<String> eachLine) throws IOException {
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        try (RandomAccessFile output = new RandomAccessFile(console.toFile(), "r")) {
            output.seek(begin);
            while (System.nanoTime() < deadline) {
                boolean ended = hasEnded(server); // asked before reading, so that its last words are read
                if (isReady(output, eachLine)) {
                    return;
                }
                if (ended) {
                    throw new CommandException("Renkei did not start (exit code " + server.exitValue()
                            + "); its output is in " + Installation.shown(console));
                }
            }
        }
        throw new CommandException("Renkei (pid " + server.pid() + ") is not ready after " + Lapse.of(READY_WITHIN)
                + ", and goes on starting; see " + Installation.shown(console));
    }

    private static boolean hasEnded(Process server) {
        try {
            return server.waitFor(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted; Renkei (pid " + server.pid() + ") goes on starting");
        }
    }

    private static boolean isReady(RandomAccessFile output, Consumer<String> eachLine) throws IOException {
        for (String line = wholeLine(output); line != null; line = wholeLine(output)) {
            eachLine.accept(line);
            if (line.startsWith(READY)) {
                return true;
            }
        }
        return false;
    }

    /** The next line, or null if its end is not written yet. */
    private static String wholeLine(RandomAccessFile output) throws IOException {
        long begin = output.getFilePointer();
        String line = output.readLine();
        boolean whole = line != null && output.getFilePointer() > begin + line.length();
        if (!whole) {
            output.seek(begin);
            return null;
        }
        return new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
