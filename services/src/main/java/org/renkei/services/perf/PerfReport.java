package org.renkei.services.perf;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.renkei.services.cli.Table;

/**
 * What was measured.
 *
 * @param ratios of a flow's rate to that of a bare pipeline over the same hops in the same round, by the flow's name: bare JMS, or
 *     for database channels a bare table of the same database; {@code tracking} and {@code monitoring}: of a flow to the same one
 *     without tracking, and of the same one watched to it
 * @param rates messages a second, by the pipeline's name
 * @param latency null if it was not measured
 */
record PerfReport(
        Map<String, Spread> ratios,
        Map<String, Spread> rates,
        Latency latency,
        Machine machine,
        PerfSettings settings) {

    static PerfReport of(
            Map<String, List<Double>> measured,
            List<Pipeline> pipelines,
            Latency latency,
            Machine machine,
            PerfSettings settings) {
        Map<String, Spread> ratios = new LinkedHashMap<>();
        Map<String, Spread> rates = new LinkedHashMap<>();
        for (Pipeline pipeline : pipelines) {
            String name = pipeline.name();
            String tracked = Measurement.untilTracked(name);
            rates.put(name, Spread.of(measured.get(name)));
            pipeline.comparedWith().ifPresent(bare -> ratios.put(name, ratio(name, bare, measured)));
            if (pipeline.tracked()) {
                rates.put(tracked, Spread.of(measured.get(tracked)));
                ratios.put(tracked, ratio(tracked, pipeline.comparedWith().orElseThrow(), measured));
            }
        }
        String main = PerfSettings.MAIN.name();
        if (rates.containsKey(UntrackedChannels.PREFIX + main)) {
            ratios.put(PerfSettings.TRACKING, ratio(main, UntrackedChannels.PREFIX + main, measured));
        }
        if (rates.containsKey(Watched.PREFIX + main)) {
            ratios.put(PerfSettings.MONITORING, ratio(Watched.PREFIX + main, main, measured));
        }
        return new PerfReport(ratios, rates, latency, machine, settings);
    }

    private static Spread ratio(String name, String against, Map<String, List<Double>> measured) {
        List<Double> of = measured.get(name);
        List<Double> to = measured.get(against);
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < of.size(); round++) {
            ratios.add(of.get(round) / to.get(round));
        }
        return Spread.of(ratios);
    }

    String json() throws JsonProcessingException {
        return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(this);
    }

    void print(PrintWriter out) {
        print("RATIO TO BARE", ratios, 2, out);
        print("MESSAGES A SECOND", rates, 0, out);
        if (latency != null) {
            printLatency(out);
        }
        out.println(machineLine());
        out.println(settingsLine());
    }

    private static void print(String heading, Map<String, Spread> spreads, int decimals, PrintWriter out) {
        Table table = new Table().text(heading).number("MEDIAN").number("MIN").number("MAX");
        spreads.forEach((name, spread) -> table.row(
                name,
                digits(spread.median(), decimals),
                digits(spread.min(), decimals),
                digits(spread.max(), decimals)));
        table.print(out);
        out.println();
    }

    private void printLatency(PrintWriter out) {
        Table table = new Table()
                .text("SEND TO REPLY, MS")
                .number("LOAD")
                .number("A SECOND")
                .number("P50")
                .number("P99")
                .number("P99.9")
                .text("")
                .number("P99 TO BARE");
        for (Latency.Load load : latency.loads()) {
            load.milliseconds()
                    .forEach((name, times) -> table.row(
                            name,
                            load.percent() + " %",
                            digits(load.offeredPerSecond(), 0),
                            digits(times.p50(), 1),
                            digits(times.p99(), 1),
                            digits(times.p999(), 1),
                            times.keptUp() ? "" : "did not keep up",
                            name.equals(latency.flow()) ? digits(load.p99Ratio().median(), 1) : ""));
        }
        table.print(out);
        out.println();
    }

    String machineLine() {
        return String.format(
                "%d cores, heap %,d MiB, %s, %s, %,d fsyncs/s",
                machine.cores(), machine.heapMiB(), machine.jdk(), machine.system(), machine.fsyncsPerSecond());
    }

    String settingsLine() {
        return String.format(
                "Bodies of %,d bytes, %d consumers a queue, up to %d a commit, up to %,d messages a round, database %s",
                settings.bodyBytes(),
                settings.consumers(),
                settings.batch(),
                settings.messages(),
                settings.databaseProduct());
    }

    private static String digits(double value, int decimals) {
        return String.format("%,." + decimals + "f", value);
    }
}
