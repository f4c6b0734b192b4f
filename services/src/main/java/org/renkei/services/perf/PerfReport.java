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
 *     for database channels a bare table of the same database
 * @param rates messages a second, by the pipeline's name
 */
record PerfReport(Map<String, Spread> ratios, Map<String, Spread> rates, Machine machine, PerfSettings settings) {

    static PerfReport of(
            Map<String, List<Double>> measured, List<Pipeline> pipelines, Machine machine, PerfSettings settings) {
        Map<String, Spread> ratios = new LinkedHashMap<>();
        Map<String, Spread> rates = new LinkedHashMap<>();
        for (Pipeline pipeline : pipelines) {
            String name = pipeline.name();
            rates.put(name, Spread.of(measured.get(name)));
            if (pipeline.comparedWith().isPresent()) {
                String bare = pipeline.comparedWith().get();
                String tracked = Measurement.untilTracked(name);
                ratios.put(name, ratio(measured.get(name), measured.get(bare)));
                ratios.put(tracked, ratio(measured.get(tracked), measured.get(bare)));
                rates.put(tracked, Spread.of(measured.get(tracked)));
            }
        }
        return new PerfReport(ratios, rates, machine, settings);
    }

    private static Spread ratio(List<Double> flow, List<Double> bare) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < flow.size(); round++) {
            ratios.add(flow.get(round) / bare.get(round));
        }
        return Spread.of(ratios);
    }

    String json() throws JsonProcessingException {
        return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(this);
    }

    void print(PrintWriter out) {
        Table ratioTable =
                new Table().text("RATIO TO BARE").number("MEDIAN").number("MIN").number("MAX");
        ratios.forEach((name, spread) ->
                ratioTable.row(name, digits(spread.median(), 2), digits(spread.min(), 2), digits(spread.max(), 2)));
        ratioTable.print(out);
        out.println();
        Table rateTable = new Table()
                .text("MESSAGES A SECOND")
                .number("MEDIAN")
                .number("MIN")
                .number("MAX");
        rates.forEach((name, spread) ->
                rateTable.row(name, digits(spread.median(), 0), digits(spread.min(), 0), digits(spread.max(), 0)));
        rateTable.print(out);
        out.println();
        out.printf(
                "%d cores, heap %,d MiB, %s, %s, %,d fsyncs/s%n",
                machine.cores(), machine.heapMiB(), machine.jdk(), machine.system(), machine.fsyncsPerSecond());
        out.printf(
                "%,d messages of %,d bytes a round, %d consumers a queue, up to %d a commit%n",
                settings.messages(), settings.bodyBytes(), settings.consumers(), settings.batch());
    }

    private static String digits(double value, int decimals) {
        return String.format("%,." + decimals + "f", value);
    }
}
