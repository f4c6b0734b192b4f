package org.renkei.tracking.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.renkei.tracking.journey.JobEvents.NOON;
import static org.renkei.tracking.journey.JobEvents.to;
import static org.renkei.tracking.journey.JobEvents.toMemory;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.renkei.database.Conflict;
import org.renkei.database.DatabaseException;
import org.renkei.tracking.join.DueJoin;
import org.renkei.tracking.join.Gathered;
import org.renkei.tracking.join.JoinKey;
import org.renkei.tracking.join.JoinPart;
import org.renkei.tracking.join.JoinWait;
import org.renkei.tracking.join.WaitingCopy;
import org.renkei.tracking.join.Withdrawn;
import org.renkei.tracking.journey.JobEvents;
import org.renkei.tracking.journey.Journey;
import org.renkei.tracking.journey.JourneyCursor;
import org.renkei.tracking.journey.JourneyQuery;
import org.renkei.tracking.journey.JourneyState;
import org.renkei.tracking.journey.OpenPlace;
import org.renkei.tracking.journey.Place;
import org.renkei.tracking.journey.StepEvent;
import org.renkei.tracking.journey.StepOutcome;

/** What holds for every database; a subclass brings an empty one to each test. */
abstract class TrackingStoreContract {

    private TrackingStore store;

    /** The same database throughout a test. */
    abstract TrackingConfig config() throws Exception;

    /** After this, the database does not answer. */
    abstract void stopDatabase() throws Exception;

    abstract void startDatabase() throws Exception;

    @BeforeEach
    void open() throws Exception {
        store = TrackingStore.open(config(), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void reopen() throws Exception {
        store.close();
        open();
    }

    private void write(StepEvent... events) {
        store.writer().write(List.of(events));
    }

    private Journey journey(String job) {
        return store.journeys().find(job).orElseThrow();
    }

    private List<String> found(Consumer<JourneyQuery.Builder> conditions) {
        JourneyQuery.Builder query = JourneyQuery.builder();
        conditions.accept(query);
        return store.journeys().search(query.build()).stream().map(Journey::job).toList();
    }

    private List<Place> openPlaces() {
        return store.journeys().openPlaces(100).stream().map(OpenPlace::place).toList();
    }

    @Test
    void shouldTellTheJourneyOfThreeSteps() {
        List<StepEvent> events = JobEvents.of("j").correlationId("c").threeSteps();

        store.writer().write(events);

        assertThat(store.journeys().steps("j")).isEqualTo(events);
        assertThat(journey("j"))
                .isEqualTo(new Journey(
                        "j",
                        "order",
                        "1",
                        "c",
                        null,
                        JourneyState.COMPLETED,
                        "mail",
                        "mail-in",
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        3,
                        false,
                        null,
                        NOON,
                        NOON.plusMillis(3_007),
                        NOON.plusMillis(3_007)));
    }

    @Test
    void shouldFollowAJobFromListToList() {
        for (StepEvent event : JobEvents.of("j").threeSteps().subList(0, 3)) {
            write(event);
        }

        assertThat(journey("j").state()).isEqualTo(JourneyState.RUNNING);
        assertThat(journey("j").step()).isEqualTo("mail");
        assertThat(journey("j").channel()).isEqualTo("mail-in");
        assertThat(journey("j").endedAt()).isNull();

        write(JobEvents.of("j").done(3, "mail"));

        assertThat(journey("j").state()).isEqualTo(JourneyState.COMPLETED);
    }

    @Test
    void shouldCountAnEventWrittenTwiceOnce() {
        List<StepEvent> events = JobEvents.of("j").threeSteps();
        store.writer().write(events);
        Journey once = journey("j");

        store.writer().write(events);
        write(events.get(2), events.get(2));

        assertThat(journey("j")).isEqualTo(once);
        assertThat(store.journeys().steps("j")).isEqualTo(events);
    }

    @Test
    void shouldTakeWhatIsNewFromAListThatOverlaps() {
        List<StepEvent> first = JobEvents.of("j").threeSteps();
        List<StepEvent> second = JobEvents.of("k").threeSteps();
        store.writer().write(first.subList(0, 3));

        store.writer()
                .write(Stream.of(first.subList(1, 4), second, first.subList(0, 1))
                        .flatMap(List::stream)
                        .toList());

        assertThat(List.of(journey("j"), journey("k")))
                .allSatisfy(journey -> assertThat(journey.state()).isEqualTo(JourneyState.COMPLETED))
                .allSatisfy(journey -> assertThat(journey.attempts()).isEqualTo(3));
        assertThat(store.journeys().steps("j")).isEqualTo(first);
    }

    @Test
    void shouldCountAnEventTwiceInOneListOnce() {
        StepEvent start = JobEvents.of("j").start(to("stock"));

        write(start, start);

        assertThat(journey("j").open()).isEqualTo(1);
    }

    @Test
    void shouldEndWhenTheLastBranchEnds() {
        JobEvents job = JobEvents.of("j");
        write(
                job.start(to("stock")),
                job.done(1, "stock", to(".1", "payment"), to(".2", "mail")),
                job.done(".1", 2, "payment"));
        assertThat(journey("j").state()).isEqualTo(JourneyState.RUNNING);
        assertThat(journey("j").open()).isEqualTo(1);

        write(job.done(".2", 2, "mail"));

        assertThat(journey("j").state()).isEqualTo(JourneyState.COMPLETED);
    }

    @Test
    void shouldFailIfOneOfItsBranchesFails() {
        JobEvents job = JobEvents.of("j");

        write(
                job.start(to("stock")),
                job.done(1, "stock", to(".1", "payment"), to(".2", "mail"), to(".3", "log")),
                job.failed(".1", 2, "payment", "no money"),
                job.expired(".3", 2, "log"),
                job.done(".2", 2, "mail"));

        assertThat(journey("j").state()).isEqualTo(JourneyState.FAILED);
        assertThat(journey("j").failed()).isEqualTo(1);
        assertThat(journey("j").expired()).isEqualTo(1);
        assertThat(journey("j").error()).isEqualTo("no money");
    }

    @Test
    void shouldExpireIfABranchExpiresAndNoneFails() {
        JobEvents job = JobEvents.of("j");

        write(job.start(to("stock")), job.expired("", 1, "stock"));

        assertThat(journey("j").state()).isEqualTo(JourneyState.EXPIRED);
        assertThat(journey("j").step()).isEqualTo("stock");
    }

    @Test
    void shouldKeepRunningWhileAStepIsTriedAgain() {
        JobEvents job = JobEvents.of("j");
        write(job.start(to("stock")), job.again(1, "stock", "ledger locked"), job.again(2, "stock", "still locked"));
        assertThat(journey("j").state()).isEqualTo(JourneyState.RUNNING);
        assertThat(journey("j").open()).isEqualTo(1);

        write(job.done(3, "stock"));

        assertThat(journey("j").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(journey("j").attempts()).isEqualTo(3);
        assertThat(journey("j").error()).isEqualTo("still locked");
    }

    @Test
    void shouldForgiveAFailureThatWasTakenUpAgain() {
        JobEvents job = JobEvents.of("j");
        write(job.start(to("stock")), job.failed(1, "stock", "no stock"));
        assertThat(journey("j").state()).isEqualTo(JourneyState.FAILED);

        write(job.done(2, "stock", to("mail")));
        assertThat(journey("j").state()).isEqualTo(JourneyState.RUNNING);
        write(job.done(3, "mail"));

        assertThat(journey("j").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(journey("j").failed()).isZero();
        assertThat(journey("j").error()).isEqualTo("no stock");
        assertThat(store.journeys().steps("j"))
                .extracting(StepEvent::outcome)
                .containsExactly(StepOutcome.DONE, StepOutcome.FAILED, StepOutcome.DONE, StepOutcome.DONE);
    }

    @Test
    void shouldShowADuplicateWithoutCountingIt() {
        JobEvents job = JobEvents.of("j");
        write(job.start(to("stock")));
        Journey before = journey("j");

        write(job.duplicate("m-1"), job.duplicate("m-1"), job.duplicate("m-2"));

        assertThat(journey("j")).isEqualTo(before);
        assertThat(store.journeys().steps("j")).hasSize(3);
    }

    @Test
    void shouldLeaveOutADuplicateOfAnUnknownJob() {
        write(JobEvents.of("j").duplicate("m-1"));

        assertThat(store.journeys().find("j").isPresent()).isFalse();
        assertThat(store.journeys().steps("j")).isEmpty();
    }

    @Test
    void shouldCompleteAJobWhoseStartWasNotSeen() {
        JobEvents job = JobEvents.of("j");
        write(job.done(2, "payment", to("mail")));
        assertThat(journey("j").partial()).isTrue();
        assertThat(journey("j").open()).isEqualTo(1);

        write(job.done(3, "mail"));

        assertThat(journey("j").state()).isEqualTo(JourneyState.COMPLETED);
    }

    @Test
    void shouldFollowTheBranchesOfAJobWhoseStartWasNotSeen() {
        JobEvents job = JobEvents.of("j");
        write(job.done(".1", 2, "payment"));
        assertThat(journey("j").state()).isEqualTo(JourneyState.COMPLETED);

        write(job.done(".2", 2, "stock", to(".2", "mail")));
        assertThat(journey("j").state()).isEqualTo(JourneyState.RUNNING);
        write(job.failed(".2", 3, "mail", "no address"));

        assertThat(journey("j").state()).isEqualTo(JourneyState.FAILED);
        assertThat(journey("j").open()).isZero();
    }

    @Test
    void shouldCountAStartThatCameLate() {
        JobEvents job = JobEvents.of("j");
        write(job.done(".1", 1, "payment"));

        write(job.start(to(".1", "payment"), to(".2", "mail")));

        assertThat(journey("j").partial()).isFalse();
        assertThat(journey("j").open()).isEqualTo(1);
        write(job.done(".2", 1, "mail"));
        assertThat(journey("j").state()).isEqualTo(JourneyState.COMPLETED);
    }

    @Test
    void shouldEndInAnyOrderOfItsEvents() {
        JobEvents job = JobEvents.of("j");
        List<StepEvent> events = new ArrayList<>(List.of(
                job.start(to("stock")),
                job.done(1, "stock", to(".1", "payment"), to(".2", "mail")),
                job.done(".1", 2, "payment", to(".1", "bill")),
                job.done(".2", 2, "mail"),
                job.done(".1", 3, "bill")));
        Random random = new Random(1);

        for (int i = 0; i < 30; i++) {
            Collections.shuffle(events, random);
            events.forEach(this::write);

            assertThat(journey("j").state()).as("%s", events).isEqualTo(JourneyState.COMPLETED);
            store.purge().endedBefore(NOON.plusSeconds(60), 10, () -> true);
        }
    }

    @Test
    void shouldSayWhereMessagesLie() {
        JobEvents job = JobEvents.of("j");
        write(
                job.start(to("stock")),
                job.done(1, "stock", to(".1", "payment"), toMemory(".2", "mail")),
                job.done(".1", 2, "payment", to(".1", "bill")));
        store.writer().write(JobEvents.of("ended").threeSteps());

        assertThat(openPlaces()).containsExactly(toMemory(".2", "mail"), to(".1", "bill"));
        assertThat(store.journeys().openPlaces(1)).hasSize(1);
        assertThat(store.journeys().openBranches()).isEqualTo(2);
    }

    @Test
    void shouldSayWhereManyMessagesLie() {
        store.writer()
                .write(IntStream.range(0, 1_201)
                        .mapToObj(i ->
                                JobEvents.of("j" + i, NOON.plusSeconds(i % 7)).start(to("stock")))
                        .toList());
        List<String> jobs = new ArrayList<>();

        store.journeys().openPlaces(place -> jobs.add(place.job()));

        assertThat(jobs).hasSize(1_201).doesNotHaveDuplicates();
        assertThat(store.journeys().openBranches()).isEqualTo(1_201);
    }

    @Test
    void shouldGiveUpWhatLayInMemory() {
        JobEvents inMemory = JobEvents.of("memory");
        JobEvents mixed = JobEvents.of("mixed");
        write(inMemory.start(toMemory("", "stock")), JobEvents.of("durable").start(to("stock")));
        write(
                mixed.start(toMemory("", "stock")),
                mixed.done(1, "stock", to(".1", "payment"), toMemory(".2", "mail"), toMemory(".3", "log")));
        Instant at = NOON.plusSeconds(60);

        int lost = store.lostSweep().sweep(at, "node-1");

        assertThat(lost).isEqualTo(3);
        assertThat(journey("memory").state()).isEqualTo(JourneyState.LOST);
        assertThat(journey("memory").endedAt()).isEqualTo(at);
        assertThat(journey("durable").state()).isEqualTo(JourneyState.RUNNING);
        assertThat(journey("mixed").state()).isEqualTo(JourneyState.RUNNING);
        assertThat(journey("mixed").lost()).isEqualTo(2);
        assertThat(openPlaces()).containsExactlyInAnyOrder(to("stock"), to(".1", "payment"));
        assertThat(store.journeys().steps("memory").get(1).error())
                .isEqualTo("in memory of volatile channel stock-in when the system stopped");

        assertThat(store.lostSweep().sweep(at, "node-1")).isZero();
        write(mixed.done(".1", 2, "payment"));
        assertThat(journey("mixed").state()).isEqualTo(JourneyState.LOST);
    }

    @Test
    void c2_shouldTellWhatWasUndone() {
        JobEvents job = JobEvents.of("j");
        write(job.start(to("stock")), job.done(1, "stock", to("payment")));
        write(job.event("", 2, "payment", StepOutcome.FAILED, "no money", Map.of(), to("stock")));
        assertThat(journey("j").state()).isEqualTo(JourneyState.RUNNING);

        write(job.event("", 3, "stock", StepOutcome.UNDONE, null, Map.of()));

        assertThat(journey("j").state()).isEqualTo(JourneyState.COMPENSATED);
        assertThat(journey("j").compensated()).isEqualTo(1);
        assertThat(journey("j").failed()).isZero();
        assertThat(journey("j").attempts()).isEqualTo(3);
        assertThat(journey("j").error()).isEqualTo("no money");
        assertThat(openPlaces()).isEmpty();
    }

    @Test
    void c2_shouldCallAJobFailedThatWasUndoneInPartOnly() {
        JobEvents job = JobEvents.of("j");
        write(job.start(to("stock")), job.done(1, "stock", to("payment")));
        write(job.event("", 2, "payment", StepOutcome.FAILED, "no money", Map.of(), to("stock")));

        write(job.failed(3, "stock", "cannot be undone"));

        assertThat(journey("j").state()).isEqualTo(JourneyState.FAILED);
    }

    @Test
    void c4_shouldTellTheFirstFailureOfAJobThatAnOperatorTookUp() {
        JobEvents job = JobEvents.of("j");
        write(job.start(to("stock")), job.failed(1, "stock", "broken"));

        write(job.takenUp(2, "stock"));
        assertThat(journey("j").state()).isEqualTo(JourneyState.RUNNING);
        assertThat(openPlaces()).containsExactly(to("stock"));
        write(job.done(3, "stock"));

        assertThat(journey("j").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(journey("j").failed()).isZero();
        assertThat(journey("j").error()).isEqualTo("broken");
        assertThat(journey("j").attempts()).isEqualTo(2);
        assertThat(openPlaces()).isEmpty();
    }

    @Test
    void c4_shouldTellThatAnOperatorEndedADeadLetter() {
        JobEvents job = JobEvents.of("j");
        write(job.start(to("stock")), job.failed(1, "stock", "broken"));

        write(job.event("", 2, "stock", StepOutcome.CANCELLED, "discarded by admin", Map.of()));

        assertThat(journey("j").state()).isEqualTo(JourneyState.CANCELLED);
        assertThat(journey("j").failed()).isZero();
        assertThat(journey("j").cancelled()).isEqualTo(1);
        assertThat(openPlaces()).isEmpty();
    }

    @Test
    void b4_shouldKeepAJobOpenThatWaitsInAJoin() {
        JobEvents job = JobEvents.of("j");
        write(job.start(to("stock")), job.done(1, "stock", to(".1", "payment"), to(".2", "mail")));
        write(job.event(".1", 2, "payment", StepOutcome.WAITING, "1 of 2 came", Map.of(), to(".1", "payment")));
        write(job.failed(".2", 2, "mail", "broken"));
        assertThat(journey("j").state()).isEqualTo(JourneyState.RUNNING);
        assertThat(openPlaces()).containsExactly(to(".1", "payment"));

        write(job.event(".1", 3, "payment", StepOutcome.DONE, null, Map.of(), to("payment")));
        write(job.done(4, "payment"));

        assertThat(journey("j").state()).isEqualTo(JourneyState.FAILED);
        assertThat(openPlaces()).isEmpty();
    }

    @Test
    void b4_shouldCloseAJoinOnceByTheLastCopy() {
        JoinKey key = new JoinKey("j", "", 1);

        assertThat(arrive(key, 2)).hasValueSatisfying(waits -> {
            assertThat(waits.closed()).isFalse();
            assertThat(waits.count()).isEqualTo(1);
        });
        assertThat(store.joins().countWaiting()).isEqualTo(1);
        assertThat(store.joins().waiting(10)).containsExactly(new WaitingCopy("j", ".2"));
        assertThat(arrive(key, 1)).hasValueSatisfying(all -> {
            assertThat(all.closed()).isTrue();
            assertThat(numbers(all)).containsExactly(1, 2);
            assertThat(all.parts().get(1).message()).isEqualTo(new byte[] {2});
        });
        assertThat(store.joins().countWaiting()).isZero();

        // As after a crash between the two transactions.
        assertThat(arrive(key, 1))
                .hasValueSatisfying(again -> assertThat(again.closed()).isTrue());
        assertThat(arrive(key, 2))
                .hasValueSatisfying(again -> assertThat(again.closed()).isFalse());
        assertThat(store.joins().giveUp(key, "sweep", "node-1")).isEmpty();
    }

    @Test
    void b4_shouldCloseAJoinWhoseTimeIsOverOnce() {
        JoinKey key = new JoinKey("j", "", 1);
        assertThat(due()).isEmpty();

        arrive(key, 2);
        assertThat(due()).containsExactly(key);
        store.joins().postpone(key, Duration.ofHours(1));
        assertThat(due()).isEmpty();
        assertThat(store.joins().giveUp(key, "a", "node-1"))
                .hasValueSatisfying(came -> assertThat(numbers(came)).containsExactly(2));
        assertThat(store.joins().giveUp(key, "a", "node-1")).isPresent();
        assertThat(store.joins().giveUp(key, "b", "node-1")).isEmpty();
        assertThat(due()).isEmpty();
        assertThat(arrive(key, 1)).as("a copy that comes too late").isEmpty();
    }

    @Test
    void b4_shouldForgetAJoinWhenTrackingKnowsThatAllCopiesCame() {
        JoinKey key = new JoinKey("j", "", 1);
        arrive(key, 1);
        arrive(key, 2);
        JobEvents job = JobEvents.of("j");
        write(job.start(to("stock")), job.done(1, "stock", to(".1", "meet"), to(".2", "meet")));
        write(job.event(".1", 2, "meet", StepOutcome.WAITING, "1 of 2", Map.of(), to(".1", "meet")));

        assertThat(store.joins().tidy())
                .as("the event of the other copy is not there")
                .isZero();
        write(job.event(".2", 2, "meet", StepOutcome.AGAIN, "crash", Map.of(), to(".2", "meet")));
        assertThat(store.joins().tidy()).as("it came, but has not carried on").isZero();

        assertThat(arrive(key, 2, 2, 3)).hasValueSatisfying(again -> {
            assertThat(again.closed()).isTrue();
            assertThat(again.parts().get(1).seq()).isEqualTo(3);
        });
        write(job.done(".2", 3, "meet", to("meet")), job.done(".1", 3, "meet"));

        assertThat(store.joins().tidy()).isEqualTo(1);
        assertThat(store.joins().tidy()).isZero();
        assertThat(arrive(key, 1))
                .as("all is forgotten")
                .hasValueSatisfying(first -> assertThat(first.count()).isEqualTo(1));
    }

    @Test
    void b4_shouldRememberThatAJoinGaveUp() {
        JoinKey key = new JoinKey("j", "", 1);
        arrive(key, 1);
        store.joins().giveUp(key, "a", "node-1");
        assertThat(store.joins().tidy()).as("what came has not gone on").isZero();
        JobEvents job = JobEvents.of("j");
        write(job.start(to("stock")), job.done(1, "stock", to(".1", "meet"), to(".2", "meet")));
        write(job.event(".1", 2, "meet", StepOutcome.WAITING, "1 of 2", Map.of(), to(".1", "meet")));
        write(job.done(".1", 3, "meet", to("meet")));

        assertThat(store.joins().tidy()).isEqualTo(1);
        assertThat(store.joins().tidy()).isZero();
        assertThat(arrive(key, 2)).as("a copy that comes too late").isEmpty();
    }

    @Test
    void b4_shouldForgetACopyThatGaveUpAfterItCame() {
        JoinKey key = new JoinKey("j", "", 1);
        arrive(key, 1);
        assertThat(store.joins().withdraw(key, 1).how()).isEqualTo(Withdrawn.How.NOT_THERE);
        assertThat(store.joins().countWaiting()).isZero();

        arrive(key, 2);
        arrive(key, 1);
        assertThat(store.joins().withdraw(key, 2).how()).isEqualTo(Withdrawn.How.GONE_ON);
        for (int i = 0; i < 2; i++) {
            Withdrawn back = store.joins().withdraw(key, 1);
            assertThat(back.how()).isEqualTo(Withdrawn.How.GIVEN_BACK);
            assertThat(back.parts()).extracting(JoinPart::number).containsExactly(1, 2);
        }
        assertThat(store.joins().tidy()).isZero();

        // Both were dead letters, and are retried.
        assertThat(arrive(key, 2))
                .hasValueSatisfying(waits -> assertThat(waits.count()).isEqualTo(1));
        assertThat(arrive(key, 1))
                .hasValueSatisfying(all -> assertThat(numbers(all)).containsExactly(1, 2));
    }

    @Test
    void b4_shouldGiveBackWhatCameToWhoeverWasToEndTheJoin() {
        JoinKey key = new JoinKey("j", "", 1);
        arrive(key, 2);

        assertThat(store.joins().withdraw(key, "a").parts())
                .extracting(JoinPart::number)
                .containsExactly(2);
        assertThat(store.joins().withdraw(key, "b").how()).isEqualTo(Withdrawn.How.NOT_THERE);
        assertThat(due()).isEmpty();
    }

    @Test
    void b4_shouldOpenAgainWhatACopyInMemoryHadClosed() {
        JoinKey key = new JoinKey("j", "", 1);
        arrive(key, 1);
        arrive(key, 2);
        assertThat(due()).isEmpty();

        Instant now = Instant.now();
        store.joins().reopen("other", List.of("meet-in"), now);
        store.joins().reopen("node-1", List.of("other"), now);
        store.joins().reopen("node-1", List.of("meet-in"), NOON);
        assertThat(due()).isEmpty();
        store.joins().reopen("node-1", List.of("meet-in"), now);

        assertThat(due()).containsExactly(key);
        assertThat(store.joins().giveUp(key, "a", "node-1"))
                .hasValueSatisfying(came -> assertThat(numbers(came)).containsExactly(1, 2));
    }

    private List<JoinKey> due() {
        return store.joins().due("node-1", Duration.ZERO, 10).stream()
                .map(DueJoin::key)
                .toList();
    }

    @Test
    void b4_shouldCloseAJoinOnceWhenCopiesComeAtTheSameTime() throws Exception {
        int copies = 4;
        ExecutorService threads = Executors.newFixedThreadPool(copies);
        try {
            for (int round = 0; round < 20; round++) {
                JoinKey key = new JoinKey("j" + round, "", 1);
                List<Callable<Boolean>> arrivals = new ArrayList<>();
                for (int i = 1; i <= copies; i++) {
                    int number = i;
                    arrivals.add(() -> arrive(key, number, copies).orElseThrow().closed());
                }
                List<Boolean> closed = new ArrayList<>();
                for (Future<Boolean> arrival : threads.invokeAll(arrivals)) {
                    closed.add(arrival.get());
                }
                assertThat(closed).containsOnlyOnce(true);
            }
        } finally {
            threads.shutdown();
        }
    }

    private Optional<Gathered> arrive(JoinKey key, int number) {
        return arrive(key, number, 2);
    }

    private Optional<Gathered> arrive(JoinKey key, int number, int copies) {
        return arrive(key, number, copies, 2);
    }

    private Optional<Gathered> arrive(JoinKey key, int number, int copies, int seq) {
        JoinWait overdue = new JoinWait("order", "v1", "meet", "meet-in", copies, "node-1", NOON);
        return store.joins().arrive(key, overdue, new JoinPart(number, "." + number, seq, new byte[] {(byte) number}));
    }

    private static List<Integer> numbers(Gathered gathered) {
        return gathered.parts().stream().map(JoinPart::number).toList();
    }

    @Test
    void shouldLeaveAloneWhatAnotherNodeHasInMemory() {
        JobEvents ours = JobEvents.of("ours").node("left");
        JobEvents theirs = JobEvents.of("theirs").node("right");
        write(ours.start(toMemory("", "stock")), theirs.start(toMemory("", "stock")));
        JobEvents both = JobEvents.of("both").node("left");
        write(both.start(to("stock"), toMemory(".1", "mail")));
        write(both.node("right").done(1, "stock", toMemory("", "mail")));

        assertThat(store.lostSweep().sweep(NOON.plusSeconds(60), "left")).isEqualTo(2);

        assertThat(journey("ours").state()).isEqualTo(JourneyState.LOST);
        assertThat(journey("theirs").state()).isEqualTo(JourneyState.RUNNING);
        assertThat(journey("both").state()).isEqualTo(JourneyState.RUNNING);
        assertThat(store.lostSweep().sweep(NOON.plusSeconds(60), "right")).isEqualTo(2);
        assertThat(openPlaces()).isEmpty();
    }

    @Test
    void shouldWriteWithinTheTransactionOfSomebodyElse() throws Exception {
        List<StepEvent> events = JobEvents.of("j").threeSteps();
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            store.writer().write(connection, events.subList(0, 2));
            connection.rollback();
            assertThat(store.journeys().find("j")).isEmpty();

            store.writer().write(connection, events.subList(0, 2));
            connection.commit();
            assertThatThrownBy(() -> store.writer().write(connection, events)).isInstanceOf(Conflict.class);
            connection.rollback();
            store.writer().writeWhatIsNew(connection, events);
            connection.commit();
        }

        assertThat(journey("j").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(store.journeys().steps("j")).isEqualTo(events);
    }

    private Connection connect() throws Exception {
        TrackingConfig config = config();
        return DriverManager.getConnection(guarded(config.url()), config.user(), config.password());
    }

    @Test
    void shouldFindByEveryField() {
        JobEvents a = JobEvents.of("a", NOON).flow("order").correlationId("c-1");
        JobEvents b = JobEvents.of("b", NOON.plusSeconds(10)).flow("order").correlationId("c-2");
        JobEvents c = JobEvents.of("c", NOON.plusSeconds(20)).flow("invoice").correlationId("c-1");
        write(a.start(to("stock")), a.failed(1, "stock", "No 100%_sure! Stock"));
        write(b.start(to("stock")), b.doneWith(1, "stock", Map.of("customer", "7", "size", "L"), to("mail")));
        write(c.start(to("print")), c.doneWith(1, "print", Map.of("customer", "7", "text", "長".repeat(3_000))));

        assertThat(found(q -> {})).containsExactly("c", "b", "a");
        assertThat(found(q -> q.job("b"))).containsExactly("b");
        assertThat(found(q -> q.correlationId("c-1"))).containsExactly("c", "a");
        assertThat(found(q -> q.flow("order"))).containsExactly("b", "a");
        assertThat(found(q -> q.step("mail"))).containsExactly("b");
        assertThat(found(q -> q.step("print"))).containsExactly("c");
        assertThat(found(q -> q.state(JourneyState.FAILED))).containsExactly("a");
        assertThat(found(q -> q.since(NOON.plusSeconds(10)))).containsExactly("c", "b");
        assertThat(found(q -> q.until(NOON.plusSeconds(10)))).containsExactly("a");
        assertThat(found(q -> q.error("100%_SURE!"))).containsExactly("a");
        assertThat(found(q -> q.error("100__"))).isEmpty();
        assertThat(found(q -> q.item("customer", "7"))).containsExactly("c", "b");
        assertThat(found(q -> q.item("customer", "7").item("size", "L"))).containsExactly("b");
        assertThat(found(q -> q.item("text", "長".repeat(1_000)))).containsExactly("c");
        assertThat(found(q -> q.item("text", "長".repeat(999)))).isEmpty();
        assertThat(found(q -> q.flow("order")
                        .correlationId("c-1")
                        .step("stock")
                        .state(JourneyState.FAILED)
                        .since(NOON)
                        .until(NOON.plusSeconds(1))
                        .error("stock")))
                .containsExactly("a");
    }

    @Test
    void shouldTurnPages() {
        store.writer()
                .write(IntStream.range(0, 120)
                        .mapToObj(i ->
                                JobEvents.of("j" + i, NOON.plusSeconds(i % 5)).failed(1, "stock", "no stock"))
                        .toList());
        for (String error : new String[] {null, "stock"}) {
            List<String> jobs = new ArrayList<>();
            List<Journey> page = store.journeys().search(page(error, null));
            while (!page.isEmpty()) {
                page.forEach(journey -> jobs.add(journey.job()));
                JourneyCursor last = page.get(page.size() - 1).cursor();
                page = store.journeys().search(page(error, JourneyCursor.parse(last.toString())));
            }
            assertThat(jobs).hasSize(120).doesNotHaveDuplicates();
        }
    }

    private static JourneyQuery page(String error, JourneyCursor after) {
        return JourneyQuery.builder().error(error).limit(7).after(after).build();
    }

    @Test
    void shouldCountByState() {
        store.writer().write(JobEvents.of("a").threeSteps());
        store.writer().write(JobEvents.of("b").flow("invoice").threeSteps());
        write(JobEvents.of("c").start(to("stock")));

        assertThat(store.journeys().countByState(null))
                .containsEntry(JourneyState.COMPLETED, 2L)
                .containsEntry(JourneyState.RUNNING, 1L)
                .containsEntry(JourneyState.FAILED, 0L);
        assertThat(store.journeys().countByState("invoice"))
                .containsEntry(JourneyState.COMPLETED, 1L)
                .containsEntry(JourneyState.RUNNING, 0L);
    }

    @Test
    void shouldDeleteWhatEndedLongAgo() {
        for (int i = 0; i < 7; i++) {
            JobEvents job = JobEvents.of("old" + i);
            write(job.start(to("stock")), job.doneWith(1, "stock", Map.of("k", "v")));
        }
        write(JobEvents.of("failed").failed(1, "stock", "gone"));
        write(JobEvents.of("running").start(to("stock")));
        store.writer().write(JobEvents.of("new", NOON.plusSeconds(3_600)).threeSteps());

        int deleted = store.purge().endedBefore(NOON.plusSeconds(60), 3, () -> true);

        assertThat(deleted).isEqualTo(8);
        assertThat(found(q -> {})).containsExactly("new", "running");
        assertThat(found(q -> q.item("k", "v"))).isEmpty();
        write(JobEvents.of("old1").start(to("stock")));
        assertThat(store.journeys().steps("old1")).hasSize(1);
    }

    @Test
    void shouldDeleteByItselfWhatEndedBeforeTheRetention() {
        store.writer()
                .write(JobEvents.of("old", Instant.now().minus(Duration.ofDays(31)))
                        .threeSteps());
        store.writer()
                .write(JobEvents.of("new", Instant.now().minus(Duration.ofDays(29)))
                        .threeSteps());

        store.startRetention();

        await().until(() -> !store.journeys().find("old").isPresent());
        assertThat(store.journeys().find("new").isPresent()).isTrue();
    }

    @Test
    void shouldStoreNothingTwiceThatComesAgainInOtherParts() {
        List<StepEvent> events = JobEvents.of("j").threeSteps();
        store.writer().write(events.subList(0, 3));

        store.writer().write(events.subList(1, 2));
        store.writer().write(events.subList(2, 4));
        store.writer().write(events.subList(3, 4));

        assertThat(store.journeys().steps("j")).isEqualTo(events);
        assertThat(journey("j").attempts()).isEqualTo(3);
    }

    @Test
    void shouldKeepTheOrderOfAJobOfHundredsOfPasses() {
        List<StepEvent> events = new ArrayList<>(List.of(JobEvents.of("j").start(to("next"))));
        for (int seq = 1; seq <= 300; seq++) {
            events.add(JobEvents.of("j").done(seq, "next", to("next")));
        }

        store.writer().write(events);
        store.writer().write(events.subList(100, 250));

        assertThat(store.journeys().steps("j")).isEqualTo(events);
        assertThat(openPlaces()).containsExactly(to("next"));
    }

    @Test
    void shouldTakeOverPassesThatWereStoredARowEach() throws Exception {
        List<StepEvent> events = JobEvents.of("j").threeSteps();
        store.writer().write(events);
        storeARowEach(events);

        reopen();

        assertThat(store.journeys().steps("j")).isEqualTo(events);
        store.writer().write(events.subList(2, 4));
        reopen();
        assertThat(store.journeys().steps("j")).isEqualTo(events);
    }

    @Test
    void shouldTakeOverPassesOfManyJobs() throws Exception {
        List<StepEvent> events = new ArrayList<>();
        for (int i = 0; i < 1_500; i++) {
            events.addAll(JobEvents.of("j" + i).threeSteps());
        }
        store.writer().write(events);
        storeARowEach(events);

        openElsewhere();

        assertThat(IntStream.range(0, 1_500))
                .allSatisfy(i -> assertThat(store.journeys().steps("j" + i))
                        .isEqualTo(JobEvents.of("j" + i).threeSteps()));
    }

    /** As other processes do, as many at once as the database is for. */
    void openElsewhere() throws Exception {
        TrackingStore.open(config(), Clock.systemUTC()).close();
    }

    private void storeARowEach(List<StepEvent> events) throws Exception {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("delete from tracking.stretch");
            statement.execute("""
                    create table tracking.step (job varchar(64), branch varchar(500), seq integer, step varchar(200),
                        channel varchar(200), application varchar(500), attempt integer, redelivered boolean,
                        queued_at timestamp(6) with time zone, started_at timestamp(6) with time zone,
                        ended_at timestamp(6) with time zone, outcome varchar(16), error varchar(4000),
                        sent_to varchar, to_memory boolean, node varchar(200))""");
        }
        String insert = "insert into tracking.step values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        try (Connection connection = connect();
                PreparedStatement row = connection.prepareStatement(insert)) {
            connection.setAutoCommit(false);
            for (StepEvent event : events) {
                addARow(row, event);
            }
            row.executeBatch();
            connection.commit();
        }
    }

    private static void addARow(PreparedStatement row, StepEvent event) throws SQLException {
        Object[] values = {
            event.job(),
            event.branch(),
            event.seq(),
            event.step(),
            event.channel(),
            event.application(),
            event.attempt(),
            event.redelivered(),
            event.queuedAt().atOffset(ZoneOffset.UTC),
            event.startedAt().atOffset(ZoneOffset.UTC),
            event.endedAt().atOffset(ZoneOffset.UTC),
            event.outcome().name(),
            event.error(),
            event.next().isEmpty()
                    ? null
                    : "[{\"branch\":\"\",\"step\":\"%s\",\"channel\":\"%s\"}]"
                            .formatted(
                                    event.next().get(0).step(),
                                    event.next().get(0).channel()),
            false,
            event.node()
        };
        for (int i = 0; i < values.length; i++) {
            row.setObject(i + 1, values[i]);
        }
        row.addBatch();
    }

    @Test
    void shouldKeepWhatWasWrittenWhenClosed() throws Exception {
        List<StepEvent> events = JobEvents.of("j").threeSteps();
        store.writer().write(events);

        reopen();

        assertThat(store.journeys().steps("j")).isEqualTo(events);
        write(JobEvents.of("k").start());
        assertThat(journey("k").state()).isEqualTo(JourneyState.COMPLETED);
    }

    @Test
    void shouldFailWhileTheDatabaseIsDownAndGoOnAfterwards() throws Exception {
        List<StepEvent> events = JobEvents.of("j").threeSteps();
        store.writer().write(events.subList(0, 2));
        stopDatabase();

        assertThatThrownBy(() -> store.writer().write(events))
                .isInstanceOfSatisfying(
                        DatabaseException.class, e -> assertThat(e.retryable()).isTrue());
        assertThatThrownBy(() -> store.check()).isInstanceOf(DatabaseException.class);
        assertThatThrownBy(() -> TrackingStore.open(config(), Clock.systemUTC()))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining(config().url().split("[;?]")[0])
                .hasMessageContaining("cannot open tracking database");

        startDatabase();
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().untilAsserted(() -> store.check());
        store.writer().write(events);
        assertThat(journey("j").state()).isEqualTo(JourneyState.COMPLETED);
    }

    @Test
    void shouldStoreWhatIsTooLongOrStrange() {
        JobEvents job = JobEvents.of("j").correlationId("c".repeat(2_000));
        String strange = "a\u0000b\uD800c" + "😀".repeat(3_000);

        write(job.start(to("s".repeat(300))), job.failed(1, "s".repeat(300), strange));

        assertThat(journey("j").state()).isEqualTo(JourneyState.FAILED);
        assertThat(journey("j").error()).startsWith("a\uFFFDb\uFFFDc😀").hasSizeBetween(3_999, 4_000);
        assertThat(found(q -> q.correlationId("c".repeat(2_000)))).containsExactly("j");
    }

    @Test
    void shouldStoreOneListOfThousands() {
        List<StepEvent> events = new ArrayList<>();
        for (int i = 0; i < 1_250; i++) {
            events.addAll(JobEvents.of("j" + i).threeSteps());
        }

        store.writer().write(events);

        assertThat(store.journeys().countByState("order")).containsEntry(JourneyState.COMPLETED, 1_250L);
    }

    /** As the store opens it: within a process, a file of H2 has one name. */
    static String guarded(String url) {
        return url.replace("jdbc:h2:file:", "jdbc:h2:guarded:async:");
    }
}
