package org.renkei.services.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as it is installed: a folder of jars, and processes that run with them. */
class ClassArchiveTest {
    @TempDir
    private Path dir;

    private Path lib;
    private Path loaded;
    private Path home;

    @BeforeEach
    void install() throws IOException {
        lib = Files.createDirectories(dir.resolve("lib"));
        loaded = dir.resolve("loaded.log");
        home = Files.createDirectories(dir.resolve("home/etc")).getParent();
        Files.writeString(
                home.resolve("etc/renkei.yaml"), "{broker: {core: {port: 0}, amqp: {port: 0}}, http: {port: 0}}");
        int number = 0;
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry);
            Path jar = lib.resolve(number++ + ".jar");
            if (Files.isRegularFile(path)) {
                Files.copy(path, jar);
            } else if (path.endsWith("target/classes")) {
                pack(path, jar);
            }
        }
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.skip(1).toList()) {
                boolean folder = Files.isDirectory(file);
                out.putNextEntry(new JarEntry(classes.relativize(file) + (folder ? "/" : "")));
                if (!folder) {
                    Files.copy(file, out);
                }
                out.closeEntry();
            }
        }
    }

    @Test
    void shouldStartWithTheClassesThatARehearsalLoaded() throws Exception {
        assertThat(renkei("prepare")).contains("renkei.jsa", "MiB, made in");

        assertThat(renkei("start")).contains("Renkei is ready").doesNotContain("archive");
        assertThat(loadedFromArchive())
                .contains("org.renkei.services.Main", "org.apache.camel.impl.DefaultCamelContext");
        renkei("stop");

        changeAJar();
        assertThat(renkei("start")).contains("Renkei is ready").doesNotContain("archive");
        assertThat(loadedFromArchive()).doesNotContain("org.renkei.services.Main");
        renkei("stop");
    }

    private void changeAJar() throws IOException {
        Files.setLastModifiedTime(
                lib.resolve("3.jar"), FileTime.from(Instant.now().plusSeconds(10)));
    }

    private List<String> loadedFromArchive() throws IOException {
        return Files.readAllLines(loaded).stream()
                .filter(line -> line.contains("source: shared objects file (top)"))
                .map(line -> line.replaceFirst("^(\\[[^]]*])* *", "").split(" ")[0])
                .toList();
    }

    private String renkei(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                lib + File.separator + "*",
                "-Drenkei.password.iterations=1000",
                Renkei.class.getName(),
                "--home",
                home.toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("RENKEI_OPTS", words[0].equals("start") ? "-Xlog:class+load:file=" + loaded : "");
        Path output = dir.resolve("output");
        Process process = builder.redirectOutput(output.toFile()).start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        String said = Files.readString(output);
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
