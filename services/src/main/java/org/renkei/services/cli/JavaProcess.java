package org.renkei.services.cli;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.renkei.services.config.Home;

/**
 * Builds the command that runs one of Renkei's main classes in a Java process of its own, with the flags of something
 * that runs for long: the command line's own JVM is tuned to start fast and nothing else. {@code RENKEI_OPTS} adds flags.
 */
public final class JavaProcess {
    private final List<String> flags = new ArrayList<>(List.of(
            "-XX:+UseParallelGC",
            "-XX:GCTimeRatio=19",
            "-XX:MetaspaceSize=128m",
            "-Xms64m",
            "-Xmx1g",
            "-Djava.awt.headless=true"));
    private final List<String> flagsOfUser;
    private final List<String> classPath = new ArrayList<>(List.of(System.getProperty("java.class.path")));

    /** A process that runs with the command line's class path, and with the archive of its classes if there is one. */
    public JavaProcess() {
        this(ClassArchive.ofThisProgram().flags(), flagsOfUser());
    }

    /** The same without the archive, and without what the user adds, which may be a port or a file of the server's. */
    static JavaProcess plain() {
        return new JavaProcess(List.of(), List.of());
    }

    private JavaProcess(List<String> archive, List<String> ofUser) {
        this.flags.addAll(archive);
        this.flagsOfUser = ofUser;
        // A child that starts children needs to know as well where it is installed.
        flag("-Drenkei.installation=" + Installation.directory());
    }

    /** One flag of the JVM more; a later one wins over an earlier one. */
    public JavaProcess flag(String flag) {
        flags.add(flag);
        return this;
    }

    /** Adds the jars in the home's {@code lib/}, where users put their applications. */
    public JavaProcess withApplicationsOf(Home home) {
        Path lib = home.lib();
        boolean there = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .anyMatch(entry -> lib.equals(Path.of(entry).toAbsolutePath().getParent()));
        if (Files.isDirectory(lib) && !there) {
            classPath.add(lib + File.separator + "*");
        }
        return this;
    }

    /** The classes of this process and of the jars that {@link #withApplicationsOf} adds. */
    static URLClassLoader classesOf(Home home) throws IOException {
        List<URL> jars = new ArrayList<>();
        if (Files.isDirectory(home.lib())) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(home.lib(), "*.jar")) {
                for (Path jar : found) {
                    jars.add(jar.toUri().toURL());
                }
            }
        }
        return new URLClassLoader(jars.toArray(URL[]::new), JavaProcess.class.getClassLoader());
    }

    /** The command to give to a {@link ProcessBuilder}. */
    public List<String> command(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(flagsOfUser);
        command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** The same command, in a session of its own, so that it outlives the terminal it was started from. */
    public List<String> detachedCommand(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(isOnPath("setsid") ? "setsid" : "nohup");
        command.addAll(command(main, arguments));
        return command;
    }

    /** Starts it with its output in a file, which is appended to. */
    public static Process start(List<String> command, Path output) throws IOException {
        Files.createDirectories(output.getParent());
        return new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
    }

    private static List<String> flagsOfUser() {
        String flags = System.getenv("RENKEI_OPTS");
        return flags == null || flags.isBlank()
                ? List.of()
                : List.of(flags.trim().split("\\s+"));
    }

    private static boolean isOnPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
