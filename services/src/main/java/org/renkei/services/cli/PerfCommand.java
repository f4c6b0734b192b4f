package org.renkei.services.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.renkei.services.perf.Perf;
import org.renkei.services.perf.PerfOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Measures this installation against bare JMS, in a JVM of its own with the flags of a server. */
@Command(
        name = "perf",
        description = "Measure what flows cost on this machine, as a ratio to bare JMS over the same hops.",
        footer = {
            "",
            "Needs no running Renkei; works in a directory of its own on the home's disk, and deletes it.",
            "",
            "Examples:",
            "  ./renkei perf --quick",
            "  ./renkei perf --report perf.html",
            "  ./renkei perf --only persistent-3,tracking --batch 1"
        })
final class PerfCommand extends Verb {
    @Mixin
    private PerfOptions options;

    @Override
    public Integer call() {
        try {
            options.check();
        } catch (IllegalArgumentException e) {
            throw wrongUsage(e.getMessage());
        }
        List<String> arguments = new ArrayList<>(List.of(home().directory().toString()));
        arguments.addAll(options.arguments());
        try {
            return new ProcessBuilder(new JavaProcess().command(Perf.class, arguments.toArray(String[]::new)))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.FAILED;
        }
    }
}
