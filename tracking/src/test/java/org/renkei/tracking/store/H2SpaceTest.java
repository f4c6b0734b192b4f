package org.renkei.tracking.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.tracking.journey.JobEvents;
import org.renkei.tracking.journey.StepEvent;

/** H2 keeps the space of what was deleted, until it is told to give it back. */
class H2SpaceTest {
    @TempDir
    private Path dir;

    @Test
    void shouldGiveBackTheSpaceOfWhatWasDeleted() throws Exception {
        Path large = dir.resolve("tracking.mv.db");
        try (TrackingStore store = TrackingStore.open(TrackingConfig.embedded(dir), Clock.systemUTC())) {
            int round = 0;
            while (!Files.exists(large) || Files.size(large) < 20_000_000) {
                store.writer().write(jobs(round++));
            }
            assertThat(store.purge().giveBackSpace()).isFalse();
            store.purge().endedBefore(JobEvents.NOON.plus(Duration.ofDays(1)), 250, () -> true);
            store.writer().write(JobEvents.of("kept").threeSteps());

            boolean compacted = store.purge().giveBackSpace();

            assertThat(store.journeys().find("kept").isPresent()).isTrue();
            // On a slow machine H2 has had the time to make the file small enough by itself.
            assertThat(Files.size(large)).isLessThan(compacted ? 4_000_000 : 16 * 1024 * 1024);
            store.writer().write(jobs(round));
        }
    }

    private static List<StepEvent> jobs(int round) {
        return IntStream.range(0, 500)
                .mapToObj(i -> JobEvents.of("job-" + round + "-" + i).threeSteps())
                .flatMap(List::stream)
                .toList();
    }
}
