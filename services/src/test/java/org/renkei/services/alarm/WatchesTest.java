package org.renkei.services.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.renkei.broker.channel.ChannelFigures;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.ChannelState;
import org.renkei.broker.limits.DepthLimits;
import org.renkei.services.pending.FakeChannel;
import org.renkei.services.pending.FakeChannels;

/** What each watch finds, and when it is over. */
class WatchesTest {
    private static final Set<String> NONE_OPEN = Set.of();

    private final AtomicReference<List<ChannelFigures>> figures = new AtomicReference<>(List.of());

    @Test
    void shouldFindOldMessagesUntilTheyAreHalfAsOld() {
        AgeWatch watch = new AgeWatch(Duration.ofMinutes(10), figures::get, () -> Set.of("dead"));

        has(figures("in", 1, Duration.ofMinutes(10)));
        assertThat(watch.look(NONE_OPEN).holding()).isEmpty();
        has(figures("in", 1, Duration.ofMinutes(11)));
        assertThat(watch.look(NONE_OPEN).holding())
                .containsEntry("in", "the oldest message in in waits for more than 10m");
        has(figures("in", 1, Duration.ofMinutes(5)));
        assertThat(watch.look(NONE_OPEN).holding()).isEmpty();
        assertThat(watch.look(Set.of("in")).holding()).containsKey("in");
        has(figures("in", 1, Duration.ofMinutes(4)));
        assertThat(watch.look(Set.of("in")).holding()).isEmpty();
        has(figures("in", 0, null));
        assertThat(watch.look(Set.of("in")).holding()).isEmpty();
    }

    @Test
    void shouldNotCallOldWhatWaitsForAnOperatorOrIsTheSystemsOwn() {
        AgeWatch watch = new AgeWatch(Duration.ofMinutes(10), figures::get, () -> Set.of("dead"));
        has(figures("dead", 1, Duration.ofDays(1)), figures("renkei.results", 1, Duration.ofDays(1)));

        assertThat(watch.look(NONE_OPEN).holding()).isEmpty();
    }

    @Test
    void shouldFindNothingTooOldWithoutALimit() {
        has(figures("in", 1, Duration.ofDays(1)));

        assertThat(new AgeWatch(null, figures::get, () -> Set.of())
                        .look(Set.of("in"))
                        .holding())
                .isEmpty();
    }

    @Test
    void c4_shouldFindMoreDeadLettersThanAreAllowedUntilNoneIsLeft() {
        DeadLetterWatch watch = new DeadLetterWatch(2, figures::get, () -> Set.of("dead"));

        has(figures("dead", 2, null), figures("in", 100, null));
        assertThat(watch.look(NONE_OPEN).holding()).isEmpty();
        has(figures("dead", 3, null));
        assertThat(watch.look(NONE_OPEN).holding()).containsEntry("dead", "3 dead letters wait in dead");
        has(figures("dead", 1, null));
        assertThat(watch.look(Set.of("dead")).holding()).containsEntry("dead", "1 dead letter waits in dead");
        has(figures("dead", 0, null));
        assertThat(watch.look(Set.of("dead")).holding()).isEmpty();
    }

    @Test
    void c5_shouldTellOfLostJobsOnceUntilTheyAreAcknowledged() {
        AtomicInteger lost = new AtomicInteger();
        LostWatch watch = new LostWatch(lost::get);
        Set<String> open = Set.of("volatile channels");

        assertThat(watch.look(open).begun()).isEmpty();
        lost.set(1);
        assertThat(watch.look(open).begun()).containsValue("1 job is lost that was in memory");
        lost.set(3);
        Sighting more = watch.look(open);
        assertThat(more.begun()).isEmpty();
        assertThat(more.holding()).containsValue("3 jobs are lost that were in memory");
        lost.set(4);
        assertThat(watch.look(NONE_OPEN).begun()).hasSize(1);
    }

    @Test
    void a3_shouldNotMissAPeakBetweenTwoLooks() {
        LimitWatch watch = LimitWatch.depth();
        FakeChannel channel = new FakeChannels().add("in", ChannelKind.PERSISTENT);
        assertThat(watch.look(NONE_OPEN).begun()).isEmpty();

        watch.passed(channel, DepthLimits.Change.ALARM_RAISED, 800_001);
        watch.passed(channel, DepthLimits.Change.ALARM_REARMED, 700_000);
        Sighting peak = watch.look(NONE_OPEN);
        assertThat(peak.begun()).containsEntry("in", "in holds 800,001 messages: watch is 800,000, max 1,000,000");
        assertThat(peak.holding()).isEmpty();
        assertThat(watch.look(Set.of("in"))).isEqualTo(watch.look(NONE_OPEN));

        watch.passed(channel, DepthLimits.Change.ALARM_RAISED, 800_000);
        assertThat(watch.look(NONE_OPEN).holding()).containsKey("in");
        watch.passed(channel, DepthLimits.Change.ALARM_REARMED, 700_000);
        watch.passed(channel, DepthLimits.Change.ALARM_RAISED, 800_000);
        Sighting again = watch.look(Set.of("in"));
        assertThat(again.begun()).containsKey("in");
        assertThat(again.holding()).containsKey("in");
        assertThat(watch.look(Set.of("in")).begun()).isEmpty();
    }

    @Test
    void shouldNotRaiseAnewWhatWasOpenBeforeARestart() {
        LimitWatch watch = LimitWatch.full();
        FakeChannel channel = new FakeChannels().add("in", ChannelKind.PERSISTENT);
        watch.passed(channel, DepthLimits.Change.ALARM_RAISED, 1_000_000);
        watch.passed(channel, DepthLimits.Change.FILLED, 1_000_000);

        Sighting first = watch.look(Set.of("in"));

        assertThat(first.begun()).isEmpty();
        assertThat(first.holding()).containsKey("in");
    }

    private void has(ChannelFigures... channels) {
        figures.set(List.of(channels));
    }

    private static ChannelFigures figures(String name, long current, Duration oldestAge) {
        return new ChannelFigures(
                name,
                ChannelKind.PERSISTENT,
                ChannelState.ACTIVE,
                null,
                current,
                current,
                0,
                0,
                8,
                10,
                false,
                oldestAge,
                0,
                0,
                0,
                0,
                0,
                0);
    }
}
