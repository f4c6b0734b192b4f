package org.renkei.services.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.renkei.database.SettableClock;

class JobHistoryTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final SettableClock clock = new SettableClock("2026-01-01T00:00:00Z");
    private volatile JobHistory.Counts counts = new JobHistory.Counts(0, 0, 0);
    private final JobHistory history = new JobHistory(() -> counts, clock);

    private void look(long started, long ended, long failed) {
        counts = new JobHistory.Counts(started, ended, failed);
        history.sample();
    }

    @Test
    void shouldShowNothingOfTheFutureWhenTheClockIsSetBack() {
        look(0, 0, 0);
        clock.advance(Duration.ofSeconds(10));
        look(50, 40, 10);
        clock.advance(Duration.ofSeconds(9));
        JobHistory.Point second = new JobHistory.Point(START.plusSeconds(10), 50 / 9.0, 40 / 9.0, 10 / 9.0);
        assertThat(history.points(HistoryRange.HOUR)).containsExactly(new JobHistory.Point(START, 0, 0, 0), second);

        clock.advance(Duration.ofSeconds(-12));
        look(60, 50, 10);
        assertThat(history.points(HistoryRange.HOUR)).containsExactly(new JobHistory.Point(START, 0, 0, 0));

        clock.advance(Duration.ofSeconds(12));
        assertThat(history.points(HistoryRange.HOUR)).last().isEqualTo(second);
    }
}
