package org.renkei.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of its own, killed at its close. */
public final class Child implements AutoCloseable {

    /** What its main method prints when the test may go on. */
    public static final String READY = "ready to be killed";

    private static final int LONGEST_END_SECONDS = 30;

    private final Process process;
    private final BufferedReader output;

    private Child(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** @param main given the folder as its argument */
    public static Child start(Class<?> main, Path folder) throws IOException {
        return new Child(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start());
    }

    public void awaitReady() throws IOException {
        List<String> lines = new ArrayList<>();
        String line = output.readLine();
        while (line != null && !line.equals(READY)) {
            lines.add(line);
            line = output.readLine();
        }
        assertThat(line).as(String.join("\n", lines)).isEqualTo(READY);
    }

    /** What it prints next; null if it has ended. */
    public String line() throws IOException {
        return output.readLine();
    }

    /** As {@code kill -9}. What it has printed can still be read. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** It ends by itself. */
    public void awaitEnd() throws InterruptedException {
        assertThat(process.waitFor(LONGEST_END_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public void close() throws IOException {
        kill();
        output.close();
    }
}
