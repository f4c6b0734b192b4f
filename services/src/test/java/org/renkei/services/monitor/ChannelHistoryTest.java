package org.renkei.services.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.renkei.broker.channel.ChannelFigures;
import org.renkei.database.SettableClock;

class ChannelHistoryTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final SettableClock clock = new SettableClock("2026-01-01T00:00:00Z");
    private volatile List<ChannelFigures> channels = List.of();
    private final Snapshots snapshots = new Snapshots(() -> channels, clock);
    private final ChannelHistory history = new ChannelHistory(snapshots, clock);

    private void look(ChannelFigures... figures) {
        channels = List.of(figures);
        history.sample();
    }

    /** Looks every two seconds. */
    private void look(Duration during, long current) {
        for (long second = 0; second < during.toSeconds(); second += 2) {
            look(Figures.of("orders", current, 0, 0));
            clock.advance(Duration.ofSeconds(2));
        }
    }

    @Test
    void shouldKeepAPointForEveryTenSeconds() {
        look(Figures.of("orders", 5, 5, 0));
        clock.advance(Duration.ofSeconds(4));
        look(Figures.of("orders", 9, 12, 3));
        clock.advance(Duration.ofSeconds(4));
        look(Figures.of("orders", 4, 15, 11));
        clock.advance(Duration.ofSeconds(2));
        look(Figures.of("orders", 3, 115, 112));
        clock.advance(Duration.ofSeconds(4));

        assertThat(history.points("orders", HistoryRange.HOUR))
                .containsExactly(
                        new HistoryPoint(START, 9, 15, 11, 1.5, 1.1),
                        new HistoryPoint(START.plusSeconds(10), 3, 100, 101, 25, 25.25));
        assertThat(history.points("orders", HistoryRange.DAY)).singleElement().satisfies(point -> {
            assertThat(point.depth()).isEqualTo(9);
            assertThat(point.in()).isEqualTo(115);
            assertThat(point.out()).isEqualTo(112);
        });
    }

    @Test
    void shouldForgetWhatIsOlderThanItsRange() {
        for (int minute = 0; minute < 25 * 60; minute++) {
            look(Figures.of("orders", minute, minute, 0));
            clock.advance(Duration.ofMinutes(1));
        }

        List<HistoryPoint> hour = history.points("orders", HistoryRange.HOUR);
        List<HistoryPoint> day = history.points("orders", HistoryRange.DAY);
        assertThat(hour).extracting(HistoryPoint::depth).first().isEqualTo(24L * 60 + 1);
        assertThat(hour).hasSize(59);
        assertThat(day).extracting(HistoryPoint::at).first().isEqualTo(START.plus(Duration.ofMinutes(65)));
        assertThat(day).hasSize(287);
        assertThat(day).extracting(HistoryPoint::in).containsOnly(5L);
    }

    @Test
    void shouldInventNothingForTheTimeInWhichNobodyLooked() {
        look(Figures.of("orders", 1, 1, 0));
        clock.advance(Duration.ofMinutes(30));
        look(Figures.of("orders", 2, 2, 0));
        assertThat(history.points("orders", HistoryRange.HOUR))
                .extracting(HistoryPoint::at)
                .containsExactly(START, START.plus(Duration.ofMinutes(30)));

        clock.advance(Duration.ofMinutes(59));

        assertThat(history.points("orders", HistoryRange.HOUR))
                .extracting(HistoryPoint::depth)
                .containsExactly(2L);
        clock.advance(Duration.ofHours(30));
        assertThat(history.points("orders", HistoryRange.DAY)).isEmpty();
        look(Figures.of("orders", 3, 3, 0));
        assertThat(history.points("orders", HistoryRange.DAY))
                .extracting(HistoryPoint::depth)
                .containsExactly(3L);
    }

    @Test
    void shouldKeepNothingOfAChannelThatNeverMoved() {
        look(Figures.of("idle", 0, 0, 0), Figures.of("full", 7, 0, 0));

        assertThat(history.points("idle", HistoryRange.HOUR)).isEmpty();
        assertThat(history.points("unknown", HistoryRange.DAY)).isEmpty();
        assertThat(history.points("full", HistoryRange.HOUR)).singleElement();
    }

    @Test
    void shouldCountLargeNumbersToOnePartInTwoThousand() {
        for (int i = 0; i < 150; i++) {
            look(Figures.of("orders", 9_999_999, i * 50L + 1, 0));
            clock.advance(Duration.ofSeconds(2));
        }
        HistoryPoint point = history.points("orders", HistoryRange.DAY).get(0);

        assertThat(point.in()).isBetween(149 * 50L - 2, 149 * 50L + 1);
        assertThat(point.depth()).isBetween(9_997_000L, 9_999_999L);
    }

    @Test
    void shouldGoOnWhenTheBrokerCountsAnewOrTheClockIsSetBack() {
        look(Figures.of("orders", 0, 100, 100));
        clock.advance(Duration.ofSeconds(10));
        look(Figures.of("orders", 0, 5, 4));
        assertThat(history.points("orders", HistoryRange.HOUR))
                .extracting(HistoryPoint::in)
                .containsExactly(100L, 5L);

        clock.advance(Duration.ofSeconds(-20));
        look(Figures.of("orders", 0, 6, 4));
        clock.advance(Duration.ofSeconds(30));
        look(Figures.of("orders", 0, 7, 4));

        assertThat(history.points("orders", HistoryRange.HOUR))
                .extracting(HistoryPoint::in)
                .containsExactly(100L, 5L, 1L);
    }

    @Test
    void shouldTellWhenAGrowingChannelWillBeFull() {
        for (int second = 0; second < 120; second++) {
            look(Figures.of("orders", 3 * second, 0, 0));
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(timeToLimit(360)).isBetween(Duration.ofSeconds(200), Duration.ofSeconds(225));
        assertThat(timeToLimit(Figures.MAX)).isZero();
    }

    @Test
    void shouldNotBeMisledByOneBatch() {
        look(Duration.ofSeconds(40), 100);
        look(Duration.ofSeconds(10), 900);
        look(Duration.ofSeconds(30), 100);

        assertThat(history.timeToLimit(Figures.of("orders", 100, 0, 0))).isEmpty();
    }

    @Test
    void shouldTellNothingOfOneThatStandsFallsOrHasJustBegun() {
        look(Duration.ofSeconds(20), 10);
        look(Duration.ofSeconds(10), 500);
        assertThat(history.timeToLimit(Figures.of("orders", 500, 0, 0))).isEmpty();

        for (int second = 0; second < 120; second++) {
            look(Figures.of("orders", 900 - 3 * second, 0, 0));
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(history.timeToLimit(Figures.of("orders", 540, 0, 0))).isEmpty();

        for (int second = 0; second < 120; second++) {
            look(Figures.of("orders", 540 + second / 20, 0, 0));
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(history.timeToLimit(Figures.of("orders", 546, 0, 0))).isEmpty();
        assertThat(history.timeToLimit(Figures.of("unknown", 5, 0, 0))).isEmpty();
    }

    private Duration timeToLimit(long current) {
        return history.timeToLimit(Figures.of("orders", current, 0, 0)).orElseThrow();
    }
}
