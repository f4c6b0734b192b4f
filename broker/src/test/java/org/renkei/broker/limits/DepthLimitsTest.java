package org.renkei.broker.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.renkei.broker.limits.DepthLimits.Change.ALARM_RAISED;
import static org.renkei.broker.limits.DepthLimits.Change.ALARM_REARMED;
import static org.renkei.broker.limits.DepthLimits.Change.FILLED;
import static org.renkei.broker.limits.DepthLimits.Change.OPENED;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.ChannelKind;

class DepthLimitsTest {

    private final DepthLimits limits = new DepthLimits(
            new ChannelConfig(ChannelKind.PERSISTENT, null, 10L, 8L, 4L, 6L, null, null, null, null, null));

    @Test
    void a3_shouldRaiseOneAlarmAtWatchAndTheNextAfterRearm() {
        assertThat(limits.observe(7)).isEmpty();
        assertThat(limits.observe(8)).containsExactly(ALARM_RAISED);
        assertThat(limits.observe(9)).isEmpty();
        assertThat(limits.observe(5)).isEmpty();
        assertThat(limits.observe(8)).isEmpty();
        assertThat(limits.observe(4)).containsExactly(ALARM_REARMED);
        assertThat(limits.observe(8)).containsExactly(ALARM_RAISED);
    }

    @Test
    void a3_shouldFillAtMaxAndOpenAtUnblock() {
        assertThat(limits.observe(10)).contains(FILLED);
        assertThat(limits.observe(7)).isEmpty();
        assertThat(limits.full()).isTrue();
        assertThat(limits.observe(6)).containsExactly(OPENED);
    }

    @Test
    void d7_shouldKnowTheRateOverTenSeconds() {
        RateWindow rate = new RateWindow();
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        for (int second = 0; second <= 20; second++) {
            rate.sample(start.plusSeconds(second), second < 10 ? 0 : (second - 9) * 50L);
        }

        assertThat(rate.perSecond()).isBetween(45.0, 55.0);
    }
}
