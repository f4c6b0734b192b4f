package org.renkei.services.perf;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.renkei.broker.table.DataSourceConfig;
import picocli.CommandLine.Option;

/** What {@code ./renkei perf} can be told; the same options go to the process that measures. */
public final class PerfOptions {
    static final int LEAST_SECONDS = 10;
    private static final String POSTGRESQL = "jdbc:postgresql:";

    @Option(names = "--quick", description = "Within a minute: the most important flows, shorter rounds.")
    private boolean quick;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(names = "--report", paramLabel = "FILE", description = "Write a picture of it, too: one page of HTML.")
    private Path report;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description = "Measure these only: KIND-STEPS with volatile, persistent or database and 1, 3 or 10 (as"
                    + " persistent-3), tracking, monitoring, latency.")
    private List<String> only;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "How long to measure, at least 10. Default: 330, 46 with --quick.")
    private Integer seconds;

    @Option(names = "--messages", paramLabel = "N", description = "Most messages a round and pipeline. Default: 20000.")
    private Integer messages;

    @Option(names = "--size", paramLabel = "BYTES", description = "Size of each body. Default: 1024.")
    private Integer size;

    @Option(names = "--batch", paramLabel = "N", description = "Most messages in one commit. Default: 20.")
    private Integer batch;

    @Option(names = "--consumers", paramLabel = "N", description = "Workers on each queue. Default: 4.")
    private Integer consumers;

    @Option(
            names = "--database",
            paramLabel = "URL",
            description =
                    "Measure database channels on this PostgreSQL (jdbc:postgresql://…) instead of the embedded H2. Give it"
                            + " an empty database: tables are left in it. Password: RENKEI_PERF_PASSWORD.")
    private String database;

    @Option(names = "--user", paramLabel = "NAME", description = "The user of that database.")
    private String user;

    /** @throws IllegalArgumentException for the first option that cannot be used, with what it may be */
    public void check() {
        settings();
        if (database != null && !database.startsWith(POSTGRESQL)) {
            throw new IllegalArgumentException(
                    "--database must begin with " + POSTGRESQL + "//, was '" + database.split("[?;]", 2)[0] + "'");
        }
        if (user != null && database == null) {
            throw new IllegalArgumentException("--user is the user of --database, which is not given");
        }
        if (report != null) {
            checkReport(report.toAbsolutePath());
        }
    }

    private static void checkReport(Path file) {
        if (Files.isDirectory(file)) {
            throw new IllegalArgumentException("--report must be a file, " + file + " is a directory");
        }
        if (!Files.isDirectory(file.getParent())) {
            throw new IllegalArgumentException("--report: there is no directory " + file.getParent());
        }
        if (!Files.isWritable(Files.exists(file) ? file : file.getParent())) {
            throw new IllegalArgumentException("--report: " + file + " cannot be written");
        }
    }

    boolean json() {
        return json;
    }

    /** Null if none is wanted. */
    Path report() {
        return report;
    }

    PerfSettings settings() {
        PerfSettings defaults = quick ? PerfSettings.quickly() : PerfSettings.full();
        return new PerfSettings(
                quick,
                within("--seconds", seconds, LEAST_SECONDS, 86_400, defaults.seconds()),
                within("--messages", messages, 10, 1_000_000, defaults.messages()),
                within("--consumers", consumers, 1, 64, defaults.consumers()),
                within("--batch", batch, 1, 1_000, defaults.batch()),
                within("--size", size, 1, 1 << 20, defaults.bodyBytes()),
                only == null ? defaults.only() : chosen(only),
                database == null
                        ? null
                        : new DataSourceConfig(database, user, System.getenv("RENKEI_PERF_PASSWORD"), null, null));
    }

    private static Set<String> chosen(List<String> names) {
        for (String name : names) {
            if (!PerfSettings.ALL.contains(name)) {
                throw new IllegalArgumentException(
                        "--only: there is no '" + name + "': " + String.join(", ", PerfSettings.ALL));
            }
        }
        return new TreeSet<>(names);
    }

    private static int within(String option, Integer value, int least, int most, int otherwise) {
        if (value != null && (value < least || value > most)) {
            throw new IllegalArgumentException(option + " must be " + least + " to " + most + ", was " + value);
        }
        return value == null ? otherwise : value;
    }

    /** The same options, for another process. */
    public List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        if (quick) {
            arguments.add("--quick");
        }
        if (json) {
            arguments.add("--json");
        }
        add("--report", report == null ? null : report.toAbsolutePath(), arguments);
        add("--only", only == null ? null : String.join(",", only), arguments);
        add("--seconds", seconds, arguments);
        add("--messages", messages, arguments);
        add("--size", size, arguments);
        add("--batch", batch, arguments);
        add("--consumers", consumers, arguments);
        add("--database", database, arguments);
        add("--user", user, arguments);
        return arguments;
    }

    private static void add(String option, Object value, List<String> arguments) {
        if (value != null) {
            arguments.addAll(List.of(option, value.toString()));
        }
    }
}
