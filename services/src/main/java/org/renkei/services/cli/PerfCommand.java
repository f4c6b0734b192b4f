package org.renkei.services.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.renkei.services.perf.Perf;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures this installation against bare JMS, in a JVM of its own with the flags of a server. */
@Command(
        name = "perf",
        description = "Measure what flows cost on this machine, as a ratio to bare JMS over the same hops.",
        footer = {
            "",
            "Needs no running Renkei; works in a directory of its own on the home's disk, and deletes it.",
            "",
            "Example:",
            "  ./renkei perf --quick"
        })
final class PerfCommand extends Verb {
    @Option(names = "--quick", description = "Within a minute, with fewer rounds.")
    private boolean quick;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(
            names = "--database",
            paramLabel = "URL",
            description =
                    "Measure database channels on this PostgreSQL (jdbc:postgresql://…) instead of the embedded H2. Give it"
                            + " an empty database: tables are left in it. Password: RENKEI_PERF_PASSWORD.")
    private String database;

    @Option(names = "--user", paramLabel = "NAME", description = "The user of that database.")
    private String user;

    @Override
    public Integer call() {
        List<String> arguments = new ArrayList<>(List.of(home().directory().toString()));
        if (quick) {
            arguments.add("--quick");
        }
        if (database != null) {
            arguments.addAll(List.of("--database", database));
        }
        if (user != null) {
            arguments.addAll(List.of("--user", user));
        }
        if (json) {
            arguments.add("--json");
        }
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
