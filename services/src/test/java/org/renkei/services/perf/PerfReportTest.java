package org.renkei.services.perf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class PerfReportTest {
    private final PerfReport report = new PerfReport(
            ratios(),
            Map.of("persistent-3", new Spread(8_000, 7_000, 9_000), "bare-4", new Spread(10_000, 9_500, 10_500)),
            latency(),
            new Machine(2, 910, "some <JDK>", "some system", 3_690, "2026-01-01T00:00:00Z"),
            PerfSettings.quickly());

    private static Map<String, Spread> ratios() {
        Map<String, Spread> ratios = new LinkedHashMap<>();
        ratios.put("persistent-3", new Spread(0.8, 0.7, 0.9));
        ratios.put("persistent-3-until-tracked", new Spread(0.4, 0.3, 0.45));
        ratios.put("tracking", new Spread(0.9, 0.85, 1.3));
        return ratios;
    }

    private static Latency latency() {
        List<Latency.Load> loads = List.of(load(10, 0.5, 2.1), load(50, 0.9, 9), load(90, 2, 1_234.5));
        return new Latency("persistent-3", "bare-4", 8_000, loads);
    }

    private static Latency.Load load(int percent, double quickest, double slowest) {
        Map<String, Latency.Percentiles> times = new LinkedHashMap<>();
        times.put("persistent-3", times(quickest, slowest, percent < 90));
        times.put("bare-4", times(quickest / 2, slowest / 2, true));
        return new Latency.Load(percent, 80.0 * percent, times, new Spread(2, 1.9, 2.2));
    }

    private static Latency.Percentiles times(double quickest, double slowest, boolean keptUp) {
        double middle = Math.sqrt(quickest * slowest);
        return new Latency.Percentiles(quickest, middle, slowest / 1.3, slowest, slowest * 1.2, 1_000, keptUp);
    }

    @Test
    void shouldBeReadableByPrograms() throws Exception {
        JsonNode json = new ObjectMapper().readTree(report.json());

        assertThat(json.fieldNames()).toIterable().containsExactly("ratios", "rates", "latency", "machine", "settings");
        JsonNode ratio = json.path("ratios").path("persistent-3");
        assertThat(ratio.fieldNames()).toIterable().containsExactly("median", "min", "max");
        assertThat(ratio.path("median").asDouble()).isEqualTo(0.8);
        assertThat(json.path("rates").path("bare-4").path("max").asDouble()).isEqualTo(10_500);
        assertThat(json.path("machine").path("fsyncsPerSecond").asInt()).isEqualTo(3_690);
        assertThat(json.path("settings").path("batch").asInt()).isEqualTo(20);
        assertThat(json.path("settings").path("databaseProduct").asText()).isEqualTo("H2");
        JsonNode load = json.path("latency").path("loads").path(2);
        assertThat(load.path("percent").asInt()).isEqualTo(90);
        assertThat(load.path("milliseconds").path("persistent-3").path("p99.9").asDouble())
                .isEqualTo(1_234.5);
        assertThat(load.path("p99Ratio").path("median").asDouble()).isEqualTo(2);
    }

    @Test
    void shouldPrintTheRatiosFirst() {
        StringWriter printed = new StringWriter();

        report.print(new PrintWriter(printed));

        assertThat(printed.toString())
                .startsWith("RATIO TO BARE")
                .contains("persistent-3", "0.80", "10,500", "SEND TO REPLY", "1,234.5", "did not keep up");
    }

    @Test
    void shouldPrintWithoutLatency() {
        StringWriter printed = new StringWriter();

        new PerfReport(report.ratios(), report.rates(), null, report.machine(), report.settings())
                .print(new PrintWriter(printed));

        assertThat(printed.toString()).contains("0.80").doesNotContain("SEND TO REPLY");
    }

    @Test
    void shouldBeOnePageThatNeedsNothingElse() throws Exception {
        String page = HtmlReport.of(report);

        assertThat(page)
                .contains(
                        "persistent-3-until-tracked", "some &lt;JDK&gt;", "0.80", "prefers-color-scheme: dark", "3,690")
                .doesNotContain("<script", "http://", "https://", "NaN", "Infinity");
        for (String picture : List.of("Ratios to bare JMS", "Time from send to reply")) {
            assertThat(page).contains(picture);
        }
        int begin = page.indexOf("<svg");
        while (begin >= 0) {
            int end = page.indexOf("</svg>", begin) + "</svg>".length();
            DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(page.substring(begin, end))));
            begin = page.indexOf("<svg", end);
        }
    }
}
