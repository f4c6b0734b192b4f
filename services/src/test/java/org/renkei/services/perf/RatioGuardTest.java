package org.renkei.services.perf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fails when flows have become so slow that their ratio to bare JMS is half of what it should be. Ratios only, for rates say more about
 * the machine; and as many rounds as it takes to be sure, since a machine that does other things, too, is unfair to either side now and
 * then.
 */
class RatioGuardTest {
    private static final Map<String, Double> TARGETS =
            Map.of("persistent-3", 0.75, "persistent-1", 0.8, "volatile-3", 0.6);
    private static final double STILL_TOLERATED = 0.5;
    private static final int ROUNDS = 3;
    private static final int MOST_ROUNDS = 15;
    private static final int MOST_MESSAGES = 5_000;
    private static final Duration A_ROUND = Duration.ofSeconds(4);

    @TempDir
    private Path directory;

    @Test
    void shouldNotFallToHalfOfTheRatioToBareJms() throws Exception {
        PerfSettings quick = PerfSettings.quickly();
        PerfSettings settings = new PerfSettings(
                true,
                quick.seconds(),
                MOST_MESSAGES,
                quick.consumers(),
                quick.batch(),
                quick.bodyBytes(),
                TARGETS.keySet(),
                null);
        try (Rig rig = new Rig(directory.resolve("rig"), settings)) {
            List<Pipeline> pipelines = rig.pipelines().stream()
                    .filter(pipeline -> !pipeline.name().equals("bare-4-one-a-commit"))
                    .toList();
            Measurement measurement = new Measurement(pipelines, MOST_MESSAGES, System.out::println);
            measurement.warm();
            Map<String, Spread> tooSlow = Map.of();
            for (int round = 1; round <= ROUNDS || round <= MOST_ROUNDS && !tooSlow.isEmpty(); round++) {
                measurement.measureRound("round " + round, A_ROUND);
                tooSlow = tooSlow(PerfReport.of(measurement.rates(), pipelines, null, null, settings));
            }
            measurement.verify();
            rig.verify();

            assertThat(tooSlow)
                    .as("ratios to bare JMS below half of " + TARGETS)
                    .isEmpty();
        }
    }

    private static Map<String, Spread> tooSlow(PerfReport report) {
        Map<String, Spread> tooSlow = new TreeMap<>(new LinkedHashMap<>(report.ratios()));
        tooSlow.keySet().retainAll(TARGETS.keySet());
        tooSlow.entrySet()
                .removeIf(ratio -> ratio.getValue().median() >= TARGETS.get(ratio.getKey()) * STILL_TOLERATED);
        return tooSlow;
    }
}
