package org.renkei.tracking.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TrackingConfigTest {

    @Test
    void shouldHaveDefaults() {
        TrackingConfig config = new TrackingConfig(null, null, null, null, null, null);

        assertThat(config.retention()).isEqualTo(Duration.ofDays(30));
        assertThat(config.connections()).isEqualTo(4);
    }

    @Test
    void shouldRefuseWhatIsOutOfRange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrackingConfig(null, null, null, Duration.ZERO, null, null))
                .withMessage("retention must be at least PT1M, was PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrackingConfig(null, null, null, null, 0, null))
                .withMessage("connections must be from 1 to 100, was 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrackingConfig("h2:mem", null, null, null, null, null))
                .withMessage("url must begin with jdbc:, was h2:mem");
    }

    @Test
    void shouldRefuseAnotherProduct() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrackingStore.open(
                        new TrackingConfig("jdbc:oracle:thin:@db", null, null, null, null, null), Clock.systemUTC()))
                .withMessageContaining("jdbc:h2: or jdbc:postgresql:");
    }

    @Test
    void shouldNotShowPasswords() {
        TrackingConfig config =
                TrackingConfig.embedded(Path.of("data")).withUrl("jdbc:postgresql://h/t?password=x1", "u", "x2");

        assertThat(config).asString().doesNotContain("x1", "x2");
    }
}
