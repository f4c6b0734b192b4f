package org.renkei.services.perf;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.renkei.services.cli.ExitCode;

/** Measures in this JVM, which should do nothing else: {@code Perf DIR [--quick] [--json]}. */
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
        PerfSettings settings = options.contains("--quick") ? PerfSettings.quick() : PerfSettings.full();
        Path directory = Files.createTempDirectory(Path.of(arguments[0]), "perf-");
        PerfReport report = measure(directory, settings, json ? new PrintWriter(System.err, true) : out);
        if (json) {
            out.println(report.json());
        } else {
            out.println();
            report.print(out);
        }
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
