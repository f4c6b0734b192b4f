package org.renkei.services.perf;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.renkei.broker.storage.Directories;
import org.renkei.services.cli.ExitCode;
import picocli.CommandLine;

/**
 * Measures in this JVM, which should do nothing else: {@code Perf DIR [option…]}, see {@link PerfOptions}. A password is taken from the
 * environment, {@code RENKEI_PERF_PASSWORD}.
 */
public final class Perf {
    private static final double SHARE_OF_RATES = 0.66;
    private static final double SHARE_OF_ALL_BUT_THE_END = 0.95;
    private static final int ROUNDS = 5;
    private static final int LATENCY_ROUNDS = 3;

    private final PerfSettings settings;
    private final Consumer<String> progress;
    private final long beganNanos = System.nanoTime();

    private Perf(PerfSettings settings, Consumer<String> progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /** @param arguments a directory on the disk to be measured, then the options */
    public static void main(String[] arguments) {
        try {
            run(Path.of(arguments[0]), Arrays.copyOfRange(arguments, 1, arguments.length));
            System.exit(ExitCode.DONE);
        } catch (Exception e) {
            System.err.println("renkei: the measurement failed: " + e.getMessage());
            System.exit(ExitCode.FAILED);
        }
    }

    private static void run(Path home, String[] arguments) throws Exception {
        PerfOptions options = new PerfOptions();
        new CommandLine(CommandLine.Model.CommandSpec.forAnnotatedObject(options)).parseArgs(arguments);
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter told = options.json() ? new PrintWriter(System.err, true, StandardCharsets.UTF_8) : out;
        PerfReport report = new Perf(options.settings(), told::println).measureIn(home);
        if (options.report() != null) {
            Files.writeString(options.report(), HtmlReport.of(report));
        }
        if (options.json()) {
            out.println(report.json());
        } else {
            out.println();
            report.print(out);
        }
    }

    private PerfReport measureIn(Path home) throws Exception {
        if (!Files.isDirectory(home)) {
            throw new IllegalArgumentException("there is no directory " + home);
        }
        Path directory = Files.createTempDirectory(home, "perf-");
        try {
            progress.accept("Measuring in " + directory + "; let the machine do nothing else.");
            return measure(directory);
        } finally {
            Directories.delete(directory);
        }
    }

    private PerfReport measure(Path directory) throws Exception {
        Machine machine = Machine.measured(directory);
        try (Rig rig = new Rig(directory, settings)) {
            List<Pipeline> pipelines = rig.pipelines();
            double share = settings.only().contains(PerfSettings.LATENCY) ? SHARE_OF_RATES : SHARE_OF_ALL_BUT_THE_END;
            Measurement measurement = new Measurement(pipelines, settings.messages(), progress);
            Map<String, List<Double>> rates = measurement.run(ROUNDS, remaining(share));
            Latency latency = settings.only().contains(PerfSettings.LATENCY) ? latency(rig, rates) : null;
            measurement.verify();
            rig.verify();
            return PerfReport.of(rates, pipelines, latency, machine, settings);
        }
    }

    private Latency latency(Rig rig, Map<String, List<Double>> rates) throws Exception {
        PerfFlow flow = PerfSettings.MAIN;
        double capacity = Spread.of(rates.get(flow.name())).median();
        List<String> names = List.of(flow.name(), BarePipeline.name(flow.kind(), flow.hops()));
        int rounds = settings.quick() ? 1 : LATENCY_ROUNDS;
        return rig.roundTrips(flow).measure(names, capacity, rounds, remaining(SHARE_OF_ALL_BUT_THE_END), progress);
    }

    /** What is left of a share of the time. */
    private Duration remaining(double share) {
        long nanos = (long) (Duration.ofSeconds(settings.seconds()).toNanos() * share);
        return Duration.ofNanos(Math.max(0, beganNanos + nanos - System.nanoTime()));
    }
}
