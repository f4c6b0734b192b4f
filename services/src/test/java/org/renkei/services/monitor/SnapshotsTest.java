package org.renkei.services.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.renkei.broker.channel.ChannelFigures;
import org.renkei.database.SettableClock;

class SnapshotsTest {
    private final SettableClock clock = new SettableClock("2026-01-01T00:00:00Z");
    private final AtomicInteger looks = new AtomicInteger();
    private final Snapshots snapshots = new Snapshots(this::look, clock);

    private List<ChannelFigures> look() {
        int number = looks.incrementAndGet();
        return List.of(Figures.of("orders", number, number, 0));
    }

    @Test
    void shouldLookOnceASecondHoweverManyAsk() {
        Snapshot first = snapshots.now();
        clock.advance(Duration.ofMillis(999));
        assertThat(snapshots.now()).isSameAs(first);

        clock.advance(Duration.ofMillis(1));

        assertThat(snapshots.now()).isNotSameAs(first);
        assertThat(snapshots.now().at()).isEqualTo(clock.instant());
        assertThat(snapshots.now().channel("orders").orElseThrow().current()).isEqualTo(2);
        assertThat(snapshots.now().channel("others")).isEmpty();
    }

    @Test
    void shouldNotTakeAnOldOneForFreshWhenTheClockIsSetBack() {
        snapshots.now();
        clock.advance(Duration.ofHours(-1));

        snapshots.now();

        assertThat(looks).hasValue(2);
    }

    @Test
    void shouldLetThoseWhoAskAtTheSameTimeShareOne() throws InterruptedException {
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Snapshots slow = new Snapshots(
                () -> {
                    began.countDown();
                    awaitUninterrupted(goOn);
                    return look();
                },
                clock);
        Set<Snapshot> seen = ConcurrentHashMap.newKeySet();
        List<Thread> asking = IntStream.range(0, 8)
                .mapToObj(i -> new Thread(() -> seen.add(slow.now()), "asks-" + i))
                .toList();
        asking.forEach(Thread::start);
        began.await();
        await().until(() -> asking.stream().filter(SnapshotsTest::isBlocked).count() == 7);
        goOn.countDown();
        for (Thread thread : asking) {
            thread.join();
        }

        assertThat(looks).hasValue(1);
        assertThat(seen).hasSize(1);
    }

    @Test
    void shouldShareALookThatTookLongerThanASecond() {
        Snapshots slow = new Snapshots(
                () -> {
                    clock.advance(Duration.ofSeconds(3));
                    return look();
                },
                clock);
        Snapshot first = slow.now();
        assertThat(first.at()).isEqualTo(clock.instant().minusSeconds(3));

        clock.advance(Duration.ofMillis(999));

        assertThat(slow.now()).isSameAs(first);
        assertThat(looks).hasValue(1);
    }

    private static boolean isBlocked(Thread thread) {
        return thread.getState() == Thread.State.BLOCKED;
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
