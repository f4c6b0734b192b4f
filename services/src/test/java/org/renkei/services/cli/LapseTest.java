package org.renkei.services.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LapseTest {

    @ParameterizedTest
    @CsvSource({
        "PT0.04S, 40 ms",
        "PT1.25S, 1.3 s",
        "PT59.9S, 59 s",
        "PT12M, 12 min",
        "PT12M5S, 12 min 5 s",
        "PT3H20M, 3 h 20 min",
        "PT98H, 4 d 2 h"
    })
    void shouldSayItInTwoUnitsAtMost(Duration duration, String words) {
        assertThat(Lapse.of(duration)).isEqualTo(words);
    }
}
