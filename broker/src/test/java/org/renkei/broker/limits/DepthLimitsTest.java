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

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

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
        for (int second = 0; second <= 20; second++) {
            rate.sample(START.plusSeconds(second), second < 10 ? 0 : (second - 9) * 50L);
        }

        assertThat(rate.perSecond()).isEqualTo(50.0);
        assertThat(rate.growth()).isEqualTo(500);
    }

    @Test
    void d7_shouldForgetARateWhenTheCounterStoodStillForTenSeconds() {
        RateWindow rate = new RateWindow();
        rate.sample(START, 0);
        rate.sample(START.plusMillis(100), 70);
        assertThat(rate.perSecond()).isEqualTo(700.0);
        for (int tenth = 2; tenth <= 115; tenth++) {
            rate.sample(START.plusMillis(100 * tenth), 70);
            assertThat(rate.perSecond()).isLessThan(500.0);
        }

        assertThat(rate.perSecond()).isZero();
        assertThat(rate.growth()).isZero();
    }

    @Test
    void d7_shouldBeginAnewWhenTheCounterDoes() {
        RateWindow rate = new RateWindow();
        rate.sample(START, 1_000);
        rate.sample(START.plusSeconds(1), 2_000);
        rate.sample(START.plusSeconds(2), 3);
        assertThat(rate.perSecond()).isZero();
        rate.sample(START.plusSeconds(3), 13);

        assertThat(rate.perSecond()).isEqualTo(10.0);
    }
}
