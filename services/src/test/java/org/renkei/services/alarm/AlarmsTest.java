package org.renkei.services.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.database.SettableClock;
import org.renkei.services.activity.ActivityEntry;
import org.renkei.services.activity.ActivityLog;
import org.renkei.services.activity.ActivityQuery;

/** What is raised, cleared, acknowledged, and known after a restart. */
class AlarmsTest {
    private final SettableClock clock = new SettableClock("2026-01-31T08:00:00Z");
    private final Map<String, String> begun = new HashMap<>();
    private final Map<String, String> holding = new HashMap<>();

    @TempDir
    private Path directory;

    private ActivityLog activity;
    private Alarms alarms;

    @BeforeEach
    void start() {
        activity = new ActivityLog(directory.resolve("activity"), null, clock);
        restart();
    }

    private void restart() {
        restart(List.of());
    }

    private void restart(List<Delivery> deliveries) {
        alarms = new Alarms(
                new AlarmFile(directory.resolve("alarms.json")),
                new Announcer(deliveries, activity, "left"),
                List.of(),
                List.of(),
                clock);
    }

    @Test
    void shouldRaiseOnceAndClearWhenItIsOver() throws Exception {
        holding.put("broker", "the broker hangs");
        look(AlarmKind.PROBLEM);
        look(AlarmKind.PROBLEM);
        Alarm raised = alarms.all().get(0);
        assertThat(raised.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(alarms.all()).hasSize(1);

        holding.put("broker", "the disk is full");
        look(AlarmKind.PROBLEM);
        assertThat(alarms.all()).extracting(Alarm::message).containsExactly("the disk is full");

        clock.advance(Duration.ofMinutes(1));
        holding.clear();
        look(AlarmKind.PROBLEM);
        assertThat(alarms.find(raised.id()).orElseThrow().clearedAt()).isEqualTo(clock.instant());
        assertThat(actions()).containsExactly("alarm cleared", "alarm raised");
    }

    @Test
    void shouldNotWriteTheFileForOtherWordsOfAnOpenAlarm() throws Exception {
        Path file = directory.resolve("alarms.json");
        holding.put("in", "3 dead letters wait");
        look(AlarmKind.DEAD_LETTERS);
        assertThat(file).exists();
        Files.delete(file);

        holding.put("in", "4 dead letters wait");
        look(AlarmKind.DEAD_LETTERS);
        assertThat(alarms.all()).extracting(Alarm::message).containsExactly("4 dead letters wait");
        assertThat(file).doesNotExist();

        alarms.acknowledge(ofTarget("in").id(), "olga", null);
        assertThat(file).content().contains("4 dead letters wait", "olga");
    }

    @Test
    void shouldRaiseAgainWhatWasOverBetweenTwoLooks() throws Exception {
        holding.put("in", "deep");
        look(AlarmKind.DEPTH);
        begun.put("in", "deep again");
        holding.put("in", "deep again");
        look(AlarmKind.DEPTH);

        assertThat(alarms.all()).extracting(Alarm::message).containsExactly("deep again", "deep");
        assertThat(alarms.all()).extracting(Alarm::open).containsExactly(true, false);
        holding.clear();
        look(AlarmKind.DEPTH);
        begun.clear();
        look(AlarmKind.DEPTH);
        assertThat(alarms.all()).hasSize(3).noneMatch(Alarm::open);
        assertThat(actions()).hasSize(6);
    }

    @Test
    void shouldKeepAnAcknowledgementOverARestartWhileTheCauseHolds() {
        holding.putAll(Map.of("in", "deep", "out", "deep"));
        look(AlarmKind.DEPTH);
        Alarm in = ofTarget("in");
        alarms.acknowledge(in.id(), "olga", "known");
        restart();
        holding.remove("out");
        look(AlarmKind.DEPTH);

        Alarm after = alarms.find(in.id()).orElseThrow();
        assertThat(after.open()).isTrue();
        assertThat(after.acknowledgedBy()).isEqualTo("olga");
        assertThat(after.note()).isEqualTo("known");
        assertThat(after.acknowledgedAt()).isEqualTo(clock.instant());
        assertThat(ofTarget("out").open()).isFalse();
    }

    @Test
    void shouldEndTheAlarmOfLostJobsWhenItIsAcknowledged() {
        begun.put("volatile channels", "3 jobs are lost");
        look(AlarmKind.LOST);
        begun.clear();
        look(AlarmKind.LOST);
        assertThat(ofTarget("volatile channels").open()).isTrue();

        Alarm seen = alarms.acknowledge(ofTarget("volatile channels").id(), "olga", null)
                .orElseThrow();

        assertThat(seen.open()).isFalse();
        assertThat(seen.acknowledgedBy()).isEqualTo("olga");
    }

    @Test
    void c5_shouldTellReceiversAfterARestartWhatTheyCouldNotBeToldBefore() {
        List<String> told = new CopyOnWriteArrayList<>();
        restart(List.of(into(told)));
        alarms.start();
        holding.put("in", "deep");
        look(AlarmKind.DEPTH);
        await().until(() -> told.equals(List.of("RAISED in")));
        alarms.close(Duration.ofSeconds(5));
        holding.clear();
        begun.put("volatile channels", "1 job is lost");
        look(AlarmKind.LOST);

        restart(List.of(into(told)));
        alarms.start();

        await().until(() -> told.equals(List.of("RAISED in", "RAISED volatile channels")));
        alarms.close(Duration.ofSeconds(5));
        restart(List.of(into(told)));
        alarms.start();
        alarms.acknowledge(ofTarget("in").id(), "olga", null);
        await().until(() -> told.equals(List.of("RAISED in", "RAISED volatile channels", "ACKNOWLEDGED in")));
        alarms.close(Duration.ofSeconds(5));
        assertThat(ofTarget("volatile channels").open()).isTrue();
    }

    private static Delivery into(List<String> told) {
        return new Delivery(new Receiver() {
            @Override
            public String name() {
                return "alarm test";
            }

            @Override
            public void take(Announcement announcement) {
                told.add(announcement.event() + " " + announcement.alarm().target());
            }
        });
    }

    @Test
    void shouldForgetAlarmsThatWereOverLongAgoAndNeverUseAnIdTwice() {
        AlarmBook book = new AlarmBook(List.of());
        for (int count = 0; count < AlarmBook.MOST_CLEARED + 5; count++) {
            book.raise(AlarmKind.DEPTH, "in", "deep", clock.instant());
            book.clear(AlarmKind.DEPTH, "in", clock.instant());
        }

        assertThat(book.all().stream().map(Alarm::id).distinct()).hasSize(AlarmBook.MOST_CLEARED);
    }

    @Test
    void shouldForgetWhatADamagedFileHeld() throws Exception {
        begun.put("in", "deep");
        look(AlarmKind.DEPTH);
        String last = alarms.all().get(0).id();
        Files.writeString(directory.resolve("alarms.json"), "[{\"id\": \"!\"}]");
        restart();
        assertThat(alarms.all()).isEmpty();

        clock.advance(Duration.ofMinutes(1));
        look(AlarmKind.DEPTH);
        assertThat(alarms.all().get(0).id()).isGreaterThan(last);
    }

    private Alarm ofTarget(String target) {
        return alarms.all().stream()
                .filter(alarm -> alarm.target().equals(target))
                .findFirst()
                .orElseThrow();
    }

    private List<String> actions() throws IOException {
        return activity.page(ActivityQuery.newest(100)).entries().stream()
                .map(ActivityEntry::action)
                .toList();
    }

    private void look(AlarmKind kind) {
        alarms.look(new Watch() {
            @Override
            public AlarmKind kind() {
                return kind;
            }

            @Override
            public Sighting look(Set<String> open) {
                return new Sighting(Map.copyOf(begun), Map.copyOf(holding));
            }
        });
    }
}
