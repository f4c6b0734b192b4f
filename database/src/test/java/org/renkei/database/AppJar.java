package org.renkei.database;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;

/** Compiles Java and makes a jar of it, as the build of an application does. */
public final class AppJar {
    private final Path work;
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final List<String> stubs = new ArrayList<>();
    private final Map<String, byte[]> files = new LinkedHashMap<>();

    private AppJar(Path work) {
        this.work = work;
    }

    /** @param work a directory of its own */
    public static AppJar in(Path work) {
        return new AppJar(work);
    }

    /** @param name with the package, for example {@code shop.Check} */
    public AppJar source(String name, String java) {
        sources.put(name.replace('.', '/') + ".java", java);
        return this;
    }

    /** What the sources are compiled with, but is not in the jar. */
    public AppJar stub(String name, String java) {
        stubs.add(name.replace('.', '/') + ".class");
        return source(name, java);
    }

    public AppJar beans(String yaml) {
        return file("META-INF/renkei/applications.yaml", yaml);
    }

    public AppJar file(String name, String text) {
        return file(name, text.getBytes(StandardCharsets.UTF_8));
    }

    public AppJar file(String name, byte[] content) {
        files.put(name, content);
        return this;
    }

    /** Moved there, so that nobody sees half of it. */
    public void writeTo(Path jar) {
        try {
            Path classes = Files.createTempDirectory(Files.createDirectories(work), "classes");
            compile(classes);
            Path draft = Files.createTempFile(work, "app", ".tmp");
            try (OutputStream out = Files.newOutputStream(draft);
                    ZipOutputStream zip = new ZipOutputStream(out)) {
                for (Map.Entry<String, byte[]> file : files.entrySet()) {
                    put(zip, file.getKey(), file.getValue());
                }
                for (Path file : filesIn(classes, ".class")) {
                    String name = classes.relativize(file).toString();
                    if (!stubs.contains(name)) {
                        put(zip, name, Files.readAllBytes(file));
                    }
                }
            }
            Files.createDirectories(jar.getParent());
            Files.move(draft, jar, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void compile(Path classes) throws IOException {
        if (sources.isEmpty()) {
            return;
        }
        List<String> arguments = new ArrayList<>(
                List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none"));
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = classes.resolve(source.getKey());
            Files.createDirectories(file.getParent());
            arguments.add(Files.writeString(file, source.getValue()).toString());
        }
        int failed = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        if (failed != 0) {
            throw new AssertionError("the test's application does not compile: " + sources);
        }
    }

    private static List<Path> filesIn(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }
}
