package org.renkei.services.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.renkei.database.SettableClock;

/** That somebody looks, and goes on looking. */
class RecordingTest {
    private final SettableClock clock = new SettableClock("2026-01-01T00:00:00Z");
    private final JobHistory jobs = new JobHistory(() -> new JobHistory.Counts(7, 5, 1), clock);

    @Test
    void shouldLookByItselfAndGoOnAfterAFailure() {
        List<Integer> looks = new ArrayList<>();
        Snapshots failing = new Snapshots(
                () -> {
                    looks.add(looks.size());
                    clock.advance(Duration.ofSeconds(2));
                    if (looks.size() == 1) {
                        throw new IllegalStateException("the broker is not there yet");
                    }
                    return List.of(Figures.of("orders", 1, 1, 0));
                },
                clock);
        ChannelHistory channels = new ChannelHistory(failing, clock);
        try (Recording running = new Recording(channels, jobs)) {
            assertThat(running).isNotNull();
            await().until(() -> !channels.points("orders", HistoryRange.HOUR).isEmpty()
                    && !jobs.points(HistoryRange.HOUR).isEmpty());
            assertThat(thread()).isTrue();
        }
        await().until(() -> !thread());
    }

    private static boolean thread() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("renkei-history"));
    }
}
