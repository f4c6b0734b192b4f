package org.renkei.services.perf;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.renkei.broker.table.DataSourceConfig;
import org.renkei.services.cli.ExitCode;

/**
 * Measures in this JVM, which should do nothing else: {@code Perf DIR [--quick] [--json] [--database URL --user NAME]}. A password is
 * taken from the environment, {@code RENKEI_PERF_PASSWORD}.
 */
public final class Perf {
    private Perf() {}

    /** @param arguments a directory on the disk to be measured, then the options */
    public static void main(String[] arguments) {
        try {
            run(arguments);
            System.exit(ExitCode.DONE);
        } catch (Exception e) {
            System.err.println("renkei: the measurement failed: " + e.getMessage());
            System.exit(ExitCode.FAILED);
        }
    }

    private static void run(String[] arguments) throws Exception {
        List<String> options = List.of(arguments).subList(1, arguments.length);
        boolean json = options.contains("--json");
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PerfSettings settings =
                (options.contains("--quick") ? PerfSettings.quick() : PerfSettings.full()).on(database(options));
        Path directory = Files.createTempDirectory(Path.of(arguments[0]), "perf-");
        PerfReport report = measure(directory, settings, json ? new PrintWriter(System.err, true) : out);
        if (json) {
            out.println(report.json());
        } else {
            out.println();
            report.print(out);
        }
    }

    private static DataSourceConfig database(List<String> options) {
        String url = valueOf("--database", options);
        return url == null
                ? null
                : new DataSourceConfig(
                        url, valueOf("--user", options), System.getenv("RENKEI_PERF_PASSWORD"), null, null);
    }

    private static String valueOf(String option, List<String> options) {
        int at = options.indexOf(option);
        return at < 0 ? null : options.get(at + 1);
    }

    private static PerfReport measure(Path directory, PerfSettings settings, PrintWriter progress) throws Exception {
        progress.println("Measuring in " + directory + "; let the machine do nothing else.");
        Machine machine = Machine.measured(directory);
        try (Rig rig = new Rig(directory, settings)) {
            List<Pipeline> pipelines = rig.pipelines();
            Map<String, List<Double>> rates = new Measurement(settings, pipelines, progress::println).run();
            return PerfReport.of(rates, pipelines, machine, settings);
        }
    }
}
