package org.renkei.services.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;

/** That a receiver gets every alarm, in order, and holds up nobody. */
class DeliveryTest {
    private static final Consumer<String> TAKES = target -> {};

    private final List<String> taken = new CopyOnWriteArrayList<>();
    private volatile Consumer<String> does = TAKES;
    private final Delivery delivery = new Delivery(
            new Receiver() {
                @Override
                public String name() {
                    return "alarm test";
                }

                @Override
                public void take(Announcement announcement) {
                    does.accept(announcement.alarm().target());
                    taken.add(announcement.alarm().target());
                }
            },
            Duration.ofMillis(20));

    @AfterEach
    void close() {
        does = TAKES;
        delivery.shutDown();
        delivery.awaitEnd(Deadline.in(Duration.ofSeconds(5)));
    }

    @Test
    void shouldTryAgainInOrderUntilItIsTaken() {
        does = target -> {
            throw new RenkeiException(ErrorCode.CHANNEL_FULL, "channel alarms is full");
        };
        delivery.start();
        offer("one");
        offer("two");
        await().until(() -> delivery.problem().isPresent());
        assertThat(delivery.problem().orElseThrow())
                .startsWith("alarm test does not take alarms: RNK-2003 channel alarms is full; ");

        does = TAKES;

        await().until(() -> taken.size() == 2);
        assertThat(taken).containsExactly("one", "two");
        assertThat(delivery.problem()).isEmpty();
    }

    @Test
    void shouldGoOnBehindWhatIsRefusedForGood() {
        does = target -> {
            if (target.equals("bad")) {
                throw new RenkeiException(ErrorCode.ALARM_REFUSED, "example.com answered 404");
            }
        };
        offer("bad");
        delivery.start();
        await().until(() -> delivery.problem().isPresent());
        offer("good");

        await().until(() -> delivery.problem().isEmpty());
        assertThat(taken).containsExactly("good");
    }

    @Test
    void shouldDropTheOldestWhenTooManyWait() {
        for (int number = 0; number < 1_003; number++) {
            offer("alarm " + number);
        }
        delivery.start();

        await().until(() -> taken.size() == 1_000);
        assertThat(taken.get(0)).isEqualTo("alarm 3");
    }

    @Test
    void shouldEndInTimeWhoeverDoesNotAnswer() throws Exception {
        does = target -> {
            try {
                Thread.sleep(Duration.ofMinutes(1).toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        delivery.start();
        offer("one");
        long began = System.nanoTime();

        delivery.shutDown();
        delivery.awaitEnd(Deadline.in(Duration.ofMillis(200)));

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }

    private void offer(String target) {
        Alarm alarm = Alarm.raised("1", AlarmKind.DEPTH, target, "deep", Instant.EPOCH);
        delivery.offer(AlarmJson.announcement(AlarmEvent.RAISED, alarm, "left"));
    }
}
