package org.renkei.services.cli;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The program's classes as one Java wants them, in a file beside its jars (class data sharing of the JVM): a process that has it
 * need not find, read and verify each class. It holds for the Java that made it, and for jars that have not changed since; the JVM goes
 * without one that does not fit.
 */
final class ClassArchive {
    /** The launcher {@code renkei} knows it too. A JVM that is given the archive of another release would go without its own as well. */
    private static final String NAME = "renkei-" + Runtime.version().feature() + ".jsa";

    private static final Duration REHEARSED_WITHIN = Duration.ofMinutes(5);

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
     * Makes it out of the classes that a rehearsal loads, in place of an earlier one. Processes that have that one go on with it.
     *
     * @param directory an empty one, for the rehearsal
     * @throws CommandException if the rehearsal fails or takes longer than five minutes, or the JVM makes no archive
     */
    void make(Path directory) throws IOException, InterruptedException {
        Path made = Files.createTempFile(file.getParent(), NAME, ".new");
        try {
            rehearse(directory, made);
            try (FileChannel written = FileChannel.open(made, StandardOpenOption.READ)) {
                written.force(true);
            }
            Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(made);
        }
    }

    private static void rehearse(Path directory, Path made) throws IOException, InterruptedException {
        Path output = directory.resolve("output");
        Process rehearsal = JavaProcess.start(
                JavaProcess.plain()
                        .flag("-XX:ArchiveClassesAtExit=" + made)
                        .flag("-Xlog:cds=error")
                        .command(Rehearsal.class, directory.resolve("home").toString()),
                output);
        try {
            boolean ended = rehearsal.waitFor(REHEARSED_WITHIN.toSeconds(), TimeUnit.SECONDS);
            if (!ended || rehearsal.exitValue() != 0 || Files.size(made) == 0) {
                String how = ended ? "exit code " + rehearsal.exitValue() : "not after " + Lapse.of(REHEARSED_WITHIN);
                throw new CommandException("no archive was made (" + how + "); what its Java said:\n"
                        + Files.readString(output).strip());
            }
        } finally {
            rehearsal.destroyForcibly().waitFor();
        }
    }
}
