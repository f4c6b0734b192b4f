package org.renkei.services.cli;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The program's classes as one Java wants them, in a file beside its jars (class data sharing of the JVM): a process that has it
 * need not find, read and verify each class. It holds for the Java that made it, and for jars that have not changed since; the JVM goes
 * without one that does not fit.
 */
final class ClassArchive {
    private static final String NAME = "renkei.jsa";

    private final Path file;

    private ClassArchive(Path file) {
        this.file = file;
    }

    /** That of this program, whether it is there or not. */
    static ClassArchive ofThisProgram() {
        try {
            Path jar = Path.of(ClassArchive.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return new ClassArchive(jar.resolveSibling(NAME));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    Path file() {
        return file;
    }

    /** What a JVM is to be told, to use it; nothing if it is not there. */
    List<String> flags() {
        return Files.isReadable(file)
                ? List.of("-XX:SharedArchiveFile=" + file, "-Xlog:cds=off", "-Xlog:cds+dynamic=off")
                : List.of();
    }

    /**
     * Makes it out of the classes that a rehearsal loads, in place of an earlier one.
     *
     * @param directory an empty one, for the rehearsal
     * @throws CommandException if the rehearsal fails, or the JVM makes no archive
     */
    void make(Path directory) throws IOException, InterruptedException {
        Path made = directory.resolve(NAME);
        Path output = directory.resolve("output");
        Process rehearsal = JavaProcess.start(
                JavaProcess.withoutArchive()
                        .flag("-XX:ArchiveClassesAtExit=" + made)
                        .flag("-Xlog:cds=error")
                        .command(Rehearsal.class, directory.resolve("home").toString()),
                output);
        int exitCode = rehearsal.waitFor();
        if (exitCode != 0 || !Files.exists(made)) {
            throw new CommandException("no archive was made (exit code " + exitCode + "); what the Java of it said:\n"
                    + Files.readString(output).strip());
        }
        Path beside = file.resolveSibling(NAME + ".new");
        try {
            Files.move(made, beside, StandardCopyOption.REPLACE_EXISTING);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(beside);
        }
    }
}
