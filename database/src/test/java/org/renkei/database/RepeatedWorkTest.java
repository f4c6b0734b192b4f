package org.renkei.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RepeatedWorkTest {
    private static final Duration SHORT = Duration.ofMillis(1);

    private final AtomicInteger rounds = new AtomicInteger();

    @Test
    void shouldGoOnAfterARoundThatFailed() {
        try (RepeatedWork work = new RepeatedWork("test", () -> {
            if (rounds.incrementAndGet() % 2 == 1) {
                throw new AssertionError("an error of round " + rounds);
            }
        })) {
            work.start(Duration.ZERO, SHORT);

            await().untilAsserted(() -> assertThat(rounds.get()).isGreaterThan(10));
        }
    }

    @Test
    void shouldLetTheRoundEndThatIsUnderWayAndBeginNoOther() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        RepeatedWork work = new RepeatedWork("test", () -> {
            begun.countDown();
            try {
                mayEnd.await();
                rounds.incrementAndGet();
            } catch (InterruptedException e) {
                rounds.set(-1_000);
            }
        });
        work.start(Duration.ZERO, SHORT);
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

        work.end();
        assertThat(work.isEnded()).isTrue();
        assertThat(work.awaitEnd(SHORT)).isFalse();
        mayEnd.countDown();

        assertThat(work.awaitEnd(Duration.ofSeconds(10))).isTrue();
        assertThat(rounds).hasValue(1);
    }

    @Test
    void shouldEndWithoutHavingBegun() {
        RepeatedWork work = new RepeatedWork("test", rounds::incrementAndGet);

        work.close();

        assertThat(work.awaitEnd(SHORT)).isTrue();
        assertThat(rounds).hasValue(0);
    }
}
