package org.renkei.services.pending;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.Channels;
import org.renkei.database.DatabaseException;

class PendingChecksTest {
    private final FakeChannels channels = new FakeChannels();
    private final FakeChannel start = channels.add("order-in", ChannelKind.PERSISTENT);
    private final FakeChannel stock = channels.add("order-stock", ChannelKind.PERSISTENT);
    private final FakeChannel mail = channels.add("order-mail", ChannelKind.VOLATILE);
    private final FakeChannel dead = channels.add("order-dead", ChannelKind.PERSISTENT);
    private final FakeChannel backlog = channels.add(Channels.TRACKING, ChannelKind.PERSISTENT);
    private final List<JobPlace> open = new ArrayList<>();
    private boolean away;
    private long inJoins;

    private final Map<String, String> paused = new HashMap<>();
    private final PendingChecks checks = new PendingChecks(
            channels,
            () -> new FlowChannels(Set.of("order-in"), Set.of("order-stock", "order-mail"), Set.of("order-dead")),
            new FakeTracking(),
            () -> paused);

    @Test
    void shouldBeSafeWhenNothingWaits() {
        PendingCheck check = checks.take();
        assertThat(check.verdict()).isEqualTo(Verdict.SAFE);
        assertThat(check.unfinishedJobs()).isZero();
        assertThat(check.disagreements()).isEmpty();
    }

    @Test
    void shouldBeSafeBesideDeadLetters() {
        dead.withJob("a").withJob("b");
        PendingCheck check = checks.take();
        assertThat(check.verdict()).isEqualTo(Verdict.SAFE);
        assertThat(check.deadLetters()).isEqualTo(2);
    }

    @Test
    void shouldBeSuspendedWhenOnlyDurableMessagesWait() {
        start.withMessage();
        stock.withScheduled(2).withInProcess(1);
        track("order-stock", "a", "b", "c");
        PendingCheck check = checks.take();
        assertThat(check.verdict()).isEqualTo(Verdict.SUSPENDED);
        assertThat(check.words()).contains("4 messages");
        assertThat(check.disagreements()).isEmpty();
        assertThat(check.inMotion()).isFalse();
    }

    @Test
    void shouldSayWhatWouldBeLost() {
        mail.withJob("a").withInProcess(1);
        track("order-mail", "a", "b");
        PendingCheck check = checks.take();
        assertThat(check.verdict()).isEqualTo(Verdict.WOULD_LOSE);
        assertThat(check.wouldLose()).isEqualTo(2);
    }

    @Test
    void shouldNameWhatIsPausedBeforeMessagesThatWait() {
        mail.withJob("a");
        stock.withJob("b").withJob("c");
        track("order-mail", "a");
        track("order-stock", "b", "c");
        paused.put("order-mail", "mail");
        paused.put("order-stock", "orders.stock");
        PendingCheck check = checks.take();
        assertThat(check.words()).endsWith("A drain waits in vain for what is paused: mail.");
        assertThat(check.notes())
                .containsExactlyInAnyOrder(
                        "1 message waits in order-mail because mail is paused; to let them go on: renkei app resume mail",
                        "2 messages wait in order-stock because orders.stock is paused; to let them go on:"
                                + " renkei app resume orders.stock");
        assertThat(checks.pausedAhead()).isEqualTo("orders.stock, mail");
    }

    @Test
    void shouldNotSpeakOfWhatIsPausedWhileNothingWaitsThere() {
        paused.put("order-mail", "mail");
        assertThat(checks.take().notes()).isEmpty();
        assertThat(checks.pausedAhead()).isEmpty();
    }

    @Test
    void shouldSayThatDeadLettersInMemoryWouldBeLost() {
        channels.add("order-dead", ChannelKind.VOLATILE).withJob("a").withJob("b");
        PendingCheck check = checks.take();
        assertThat(check.verdict()).isEqualTo(Verdict.WOULD_LOSE);
        assertThat(check.wouldLose()).isEqualTo(2);
        assertThat(check.deadLetters()).isEqualTo(2);
        assertThat(checks.underWay()).as("a drain waits in vain for them").isZero();
    }

    @Test
    void shouldBeInMotionWhenMessagesMove() {
        stock.withJob("a").keepMoving();
        PendingCheck check = checks.take();
        assertThat(check.inMotion()).isTrue();
        assertThat(check.disagreements()).isEmpty();
        assertThat(check.verdict()).isEqualTo(Verdict.SUSPENDED);
    }

    @Test
    void shouldNotCompareWhileTrackingIsBehind() {
        backlog.withMessage();
        stock.withJob("a");
        PendingCheck check = checks.take();
        assertThat(check.inMotion()).isTrue();
        assertThat(check.trackingBacklog()).isEqualTo(1);
        assertThat(check.disagreements()).isEmpty();
    }

    @Test
    void shouldNameAJobThatIsInNoChannel() {
        stock.withJob("a");
        track("order-stock", "a", "b");
        assertThat(checks.take().disagreements())
                .contains("Job b is in no channel; tracking says order-stock.")
                .noneMatch(line -> line.startsWith("Job a"));
    }

    @Test
    void shouldNameAJobThatTrackingDoesNotKnowOrCallsEnded() {
        stock.withJob("a").withJob("ended").withJob("unknown");
        track("order-stock", "a");
        assertThat(checks.take().disagreements())
                .contains(
                        "Job ended lies in order-stock; tracking says COMPLETED.",
                        "Job unknown lies in order-stock; tracking does not know it.");
    }

    @Test
    void b4_shouldNotMissACopyThatWaitsInAJoin() {
        stock.withJob("a");
        track("order-stock", "a");
        inJoins = 2;
        PendingCheck check = checks.take();
        assertThat(check.disagreements()).isEmpty();
        assertThat(check.notes()).singleElement().asString().contains("wait in joins for others: 2");
    }

    @Test
    void shouldNotMissAJobThatIsInProcess() {
        stock.withInProcess(1);
        mail.withJob("stray");
        track("order-stock", "a");
        assertThat(checks.take().disagreements()).noneMatch(line -> line.startsWith("Job a"));
    }

    @Test
    void shouldNameTwentyAtMost() {
        for (int number = 0; number < 30; number++) {
            track("order-stock", "job-" + number);
        }
        assertThat(checks.take().disagreements()).hasSize(22).last().asString().contains("10 more");
    }

    @Test
    void shouldJudgeFromTheChannelsAloneWhenTrackingIsAway() {
        away = true;
        mail.withJob("a");
        PendingCheck check = checks.take();
        assertThat(check.verdict()).isEqualTo(Verdict.WOULD_LOSE);
        assertThat(check.unfinishedJobs()).isNull();
        assertThat(check.notes()).singleElement().asString().contains("tracking database is away");
    }

    @Test
    void shouldNotWaitForWhatIsScheduledOrNotYetAJob() {
        start.withMessage();
        stock.withScheduled(3);
        assertThat(checks.underWay()).isZero();
        mail.withScheduled(1);
        stock.withJob("a").withInProcess(1);
        assertThat(checks.underWay()).isEqualTo(3);
    }

    private void track(String channel, String... jobs) {
        for (String job : jobs) {
            open.add(new JobPlace(job, "", channel));
        }
    }

    private final class FakeTracking implements TrackedJobs {
        @Override
        public long openBranches() {
            if (away) {
                throw new DatabaseException("no route to db", null, true);
            }
            return open.size() + inJoins;
        }

        @Override
        public long inJoins() {
            return inJoins;
        }

        @Override
        public List<JobPlace> openPlaces(int limit) {
            return open;
        }

        @Override
        public Optional<String> stateOf(String job) {
            return Optional.ofNullable(Map.of("ended", "COMPLETED").get(job));
        }
    }
}
