package org.renkei.services.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.database.SettableClock;

/** What is kept of who did what (D9). */
class ActivityLogTest {
    private static final Instant START = Instant.parse("2026-01-31T22:00:00Z");

    private final SettableClock clock = new SettableClock(START.toString());

    @TempDir
    private Path directory;

    private Path folder;
    private ActivityLog activity;

    @BeforeEach
    void open() {
        folder = directory.resolve("activity");
        activity = new ActivityLog(folder, Duration.ofDays(30), clock);
    }

    @Test
    void d9_shouldPageNewestFirstOverSeveralMonths() throws Exception {
        for (int number = 1; number <= 5; number++) {
            activity.record("olga", "10.0.0.1", "channel block", "c" + number, null);
            clock.advance(Duration.ofHours(1));
        }
        assertThat(folder.resolve("2026-01.jsonl")).exists();
        assertThat(folder.resolve("2026-02.jsonl")).exists();

        List<String> seen = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        ActivityCursor after = null;
        do {
            ActivityPage page = activity.page(new ActivityQuery(null, null, null, null, after, 2));
            page.entries().forEach(entry -> seen.add(entry.target()));
            sizes.add(page.entries().size());
            after = page.next() == null
                    ? null
                    : ActivityCursor.parse(page.next().toString());
            activity.recordOwn("start", "comes between the pages", null);
        } while (after != null);

        assertThat(seen).containsExactly("c5", "c4", "c3", "c2", "c1");
        assertThat(sizes).containsExactly(2, 2, 1);
    }

    @Test
    void shouldNotNameAPageBehindTheLast() throws Exception {
        activity.recordOwn("start", null, null);
        activity.recordOwn("stop", null, null);

        assertThat(activity.page(ActivityQuery.newest(2)).next()).isNull();
        assertThat(activity.page(ActivityQuery.newest(1)).next()).isNotNull();
    }

    @Test
    void shouldFindByUserTextAndTime() throws Exception {
        activity.record("olga", "10.0.0.1", "channel block", "order-in", "Stocktaking");
        clock.advance(Duration.ofMinutes(10));
        activity.record("ada", "10.0.0.2", "stop", null, null);
        Instant second = clock.instant();
        clock.advance(Duration.ofMinutes(10));
        activity.recordOwn("alarm raised", "order-in", "DEPTH");

        assertThat(found(new ActivityQuery("olga", null, null, null, null, 9))).containsExactly("channel block");
        assertThat(found(new ActivityQuery(null, "stockTAKING", null, null, null, 9)))
                .containsExactly("channel block");
        assertThat(found(new ActivityQuery(null, "order-in", null, null, null, 9)))
                .containsExactly("alarm raised", "channel block");
        assertThat(found(new ActivityQuery(null, null, second, null, null, 9))).containsExactly("alarm raised", "stop");
        assertThat(found(new ActivityQuery(null, null, null, second, null, 9))).containsExactly("channel block");
        assertThat(found(new ActivityQuery(null, null, second.plus(Duration.ofDays(90)), null, null, 9)))
                .isEmpty();
    }

    @Test
    void c5_shouldLeaveOutWhatACrashCutOffAndGoOnBehindIt() throws Exception {
        activity.recordOwn("start", null, null);
        Path file = folder.resolve("2026-01.jsonl");
        Files.writeString(file, "{\"at\":\"2026-01-31T22:00", StandardOpenOption.APPEND);

        assertThat(found(ActivityQuery.newest(9))).containsExactly("start");
        new ActivityLog(folder, null, clock).record("olga", null, "stop", "a\nb \u00e9\u9023", null);

        assertThat(found(ActivityQuery.newest(9))).containsExactly("stop", "start");
        assertThat(activity.page(ActivityQuery.newest(1)).entries().get(0).target())
                .isEqualTo("a\nb \u00e9\u9023");
        assertThat(Files.readAllLines(file)).hasSize(3);
    }

    @Test
    void shouldDeleteMonthsThatAreOlderThanTheRetention() throws Exception {
        activity.recordOwn("first", null, null);
        clock.advance(Duration.ofDays(29)); // the first of March
        activity.recordOwn("second", null, null);
        assertThat(found(ActivityQuery.newest(9))).containsExactly("second", "first");

        clock.advance(Duration.ofDays(35));
        activity.recordOwn("third", null, null);

        assertThat(found(ActivityQuery.newest(9))).containsExactly("third", "second");
        assertThat(folder.resolve("2026-01.jsonl")).doesNotExist();
    }

    @Test
    void shouldGoOnAndTellWhenItCannotBeWritten() throws Exception {
        Files.writeString(folder, "in the way");

        activity.recordOwn("start", null, null);
        assertThat(activity.problem().orElseThrow()).contains("changes are not recorded", folder.toString());

        Files.delete(folder);
        activity.recordOwn("stop", null, null);
        assertThat(activity.problem()).isEmpty();
        assertThat(found(ActivityQuery.newest(9))).containsExactly("stop");
    }

    @Test
    void shouldLookAtSoManyEntriesAndNoMore() throws Exception {
        activity.record("olga", null, "long ago", null, null);
        Path file = folder.resolve("2026-01.jsonl");
        String line = Files.readString(file).replace("olga", "ada");
        Files.writeString(file, line.repeat(60_000), StandardOpenOption.APPEND);

        ActivityPage first = activity.page(new ActivityQuery("olga", null, null, null, null, 9));
        assertThat(first.entries()).isEmpty();
        ActivityPage second = activity.page(new ActivityQuery("olga", null, null, null, first.next(), 9));
        assertThat(second.entries()).extracting(ActivityEntry::action).containsExactly("long ago");
        assertThat(second.next()).isNull();
    }

    @Test
    void shouldCutWhatIsTooLong() throws Exception {
        activity.record("olga", null, "dead import", "x".repeat(100_000), null);

        assertThat(activity.page(ActivityQuery.newest(1)).entries().get(0).target())
                .hasSize(ActivityEntry.LONGEST)
                .endsWith("x…");
    }

    @Test
    void shouldRefuseACursorOfAnothersMaking() {
        assertThatThrownBy(() -> ActivityCursor.parse("yesterday")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ActivityCursor.parse("2026-01/-1")).isInstanceOf(IllegalArgumentException.class);
    }

    private List<String> found(ActivityQuery query) throws IOException {
        return activity.page(query).entries().stream()
                .map(ActivityEntry::action)
                .toList();
    }
}
