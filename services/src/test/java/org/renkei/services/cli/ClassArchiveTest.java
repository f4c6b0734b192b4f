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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.services.config.Home;
import org.renkei.services.lifecycle.RunFile;

/** The program as it is installed: a folder of jars, and processes that run with them. */
class ClassArchiveTest {
    @TempDir
    private Path dir;

    private Path lib;
    private Path loaded;
    private Path home;
    private final List<String> jvm = new ArrayList<>();

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

    /** What a test that failed has left running. */
    @AfterEach
    void stop() {
        RunFile.read(new Home(home).runFile())
                .flatMap(server -> ProcessHandle.of(server.pid()))
                .ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void shouldStartWithTheClassesThatARehearsalLoaded() throws Exception {
        assertThat(renkei("prepare")).contains(".jsa", "MiB, made in");
        assertThat(archive()).isRegularFile();
        assertThat(lib).isDirectoryNotContaining("glob:**.new");

        assertThat(renkei("start")).contains("Renkei is ready").doesNotContain("archive");
        assertThat(loadedFromArchive())
                .contains("org.renkei.services.Main", "org.apache.camel.impl.DefaultCamelContext");
        renkei("stop");

        changeAJar();
        jvm.addAll(List.of("-XX:SharedArchiveFile=" + archive(), "-Xlog:cds=off", "-Xlog:cds+dynamic=off"));
        jvm.add("-Xlog:class+load:file=" + loaded);
        assertThat(renkei("start", "--plan")).startsWith("start:");
        assertThat(loadedFromArchive()).isEmpty();
        assertThat(loaded).content().contains("java.lang.Object source: shared objects file");
    }

    private void changeAJar() throws IOException {
        Files.setLastModifiedTime(
                jars().findFirst().orElseThrow(), FileTime.from(Instant.now().plusSeconds(10)));
    }

    private Path archive() {
        return lib.resolve("renkei-" + Runtime.version().feature() + ".jsa");
    }

    private Stream<Path> jars() throws IOException {
        try (Stream<Path> files = Files.list(lib)) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList().stream();
        }
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
                jars().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
                "-Drenkei.password.iterations=1000",
                Renkei.class.getName(),
                "--home",
                home.toString()));
        command.addAll(1, jvm);
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
