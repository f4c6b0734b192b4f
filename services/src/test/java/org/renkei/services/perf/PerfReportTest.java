package org.renkei.services.perf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PerfReportTest {
    private final PerfReport report = new PerfReport(
            Map.of("persistent-3", new Spread(0.8, 0.7, 0.9)),
            Map.of("persistent-3", new Spread(8_000, 7_000, 9_000), "bare-4", new Spread(10_000, 9_500, 10_500)),
            new Machine(2, 910, "some JDK", "some system", 3_690),
            PerfSettings.quick());

    @Test
    void shouldBeReadableByPrograms() throws Exception {
        JsonNode json = new ObjectMapper().readTree(report.json());

        assertThat(json.path("ratios").path("persistent-3").path("median").asDouble())
                .isEqualTo(0.8);
        assertThat(json.path("rates").path("bare-4").path("max").asDouble()).isEqualTo(10_500);
        assertThat(json.path("machine").path("fsyncsPerSecond").asInt()).isEqualTo(3_690);
        assertThat(json.path("settings").path("batch").asInt()).isEqualTo(20);
    }

    @Test
    void shouldPrintTheRatiosFirst() {
        StringWriter printed = new StringWriter();

        report.print(new PrintWriter(printed));

        assertThat(printed.toString()).startsWith("RATIO TO BARE").contains("persistent-3", "0.80", "10,500");
    }
}
