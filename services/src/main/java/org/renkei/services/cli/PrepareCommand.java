package org.renkei.services.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.renkei.broker.storage.Directories;
import picocli.CommandLine.Command;

/** Makes starts faster, see {@link ClassArchive}. */
@Command(
        name = "prepare",
        description = "Make starts faster: archive the program's classes as the Java of this machine wants them.",
        footer = {
            "",
            "Rehearses a start in a temporary home of its own, and keeps what it loaded in a file beside the",
            "program's jars, which starts and commands use from then on. To be done again after a change of",
            "Renkei, of its jars or of Java; until then they go without.",
            "",
            "Example:",
            "  ./renkei prepare"
        })
final class PrepareCommand extends Verb {
    private static final int MIB = 1024 * 1024;

    @Override
    public Integer call() {
        ClassArchive archive = ClassArchive.ofThisProgram();
        Path lib = archive.file().getParent();
        if (!Files.isWritable(lib)) {
            throw new CommandException(
                    Installation.shown(lib) + " cannot be written: prepare it where, and as whom, it was installed");
        }
        long began = System.nanoTime();
        try {
            make(archive);
            out().printf(
                            "%s: %d MiB, made in %s%n",
                            Installation.shown(archive.file()),
                            Files.size(archive.file()) / MIB,
                            Lapse.of(Duration.ofNanos(System.nanoTime() - began)));
            return ExitCode.DONE;
        } catch (IOException e) {
            throw new CommandException("no archive was made: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.FAILED;
        }
    }

    private static void make(ClassArchive archive) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("renkei-prepare");
        try {
            archive.make(directory);
        } finally {
            Directories.delete(directory);
        }
    }
}
