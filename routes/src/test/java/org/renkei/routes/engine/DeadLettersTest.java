package org.renkei.routes.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSContext;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.broker.channel.Body;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.Channels;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.routes.application.Application;
import org.renkei.routes.application.Outcome;
import org.renkei.routes.dead.DeadLetter;
import org.renkei.routes.dead.DeadLetters;
import org.renkei.routes.dead.LetterGroup;
import org.renkei.routes.dead.LetterJson;
import org.renkei.routes.dead.LetterPage;
import org.renkei.routes.dead.LetterSummary;
import org.renkei.routes.dead.Operation;
import org.renkei.routes.dead.RetryFrom;
import org.renkei.routes.dead.Selection;
import org.renkei.tracking.journey.Journey;
import org.renkei.tracking.journey.JourneyState;
import org.renkei.tracking.journey.StepEvent;
import org.renkei.tracking.journey.StepOutcome;

/** What an operator does with dead letters (C4). */
class DeadLettersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String FLOW = """
            flow: f
            start: in
            accept: {format: json}
            steps:
              one: {channel: one, bean: one, retry: {count: 0}, next: two}
              two: {channel: two, bean: two, retry: {count: 0}, next: end}
            """;
    private static final String OTHER_FLOW = """
            flow: g
            start: g-in
            deadLetter: g-dead
            steps:
              only: {channel: g-only, bean: two, retry: {count: 0}, next: end}
            """;
    private static final String CHANNELS = """
            in: {kind: persistent}
            one: {kind: persistent}
            two: {kind: persistent}
            g-in: {kind: persistent}
            g-only: {kind: persistent}
            g-dead: {kind: persistent}
            """;

    @TempDir
    Path dir;

    /** Correlation ids whose second step fails. */
    private final Set<String> broken = ConcurrentHashMap.newKeySet();

    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
    private RunningEngine renkei;
    private JMSContext shop;

    @AfterEach
    void stop() {
        if (shop != null) {
            shop.close();
        }
        if (renkei != null) {
            renkei.close();
        }
    }

    // ---- retry ----

    @Test
    void c4_shouldShowOneJourneyWithTheFirstFailureAndTheLaterSuccess() {
        start();
        broken.add("A");
        send("in", "A", "{\"n\": 1}");
        Journey failed = renkei.ended("A");

        broken.clear();
        done(dead().retry(Selection.ofId(onlyLetter().id()), RetryFrom.STEP, "ada"));

        Journey journey = completed("A");
        assertThat(journey.job()).isEqualTo(failed.job());
        assertThat(journey.failed()).isZero();
        List<StepEvent> steps = renkei.steps("A");
        assertThat(steps).extracting(StepEvent::step).containsExactly(null, "one", "two", "two", "two");
        assertThat(steps)
                .extracting(StepEvent::outcome)
                .containsExactly(
                        StepOutcome.DONE, StepOutcome.DONE, StepOutcome.FAILED, StepOutcome.AGAIN, StepOutcome.DONE);
        assertThat(steps).extracting(StepEvent::seq).containsExactly(0, 1, 2, 3, 4);
        assertThat(steps.get(2).error()).contains("A is broken");
        assertThat(steps.get(3).error()).isEqualTo("retried by ada");
        assertThat(steps.get(4).attempt()).isEqualTo(1);
        assertThat(letters()).isEmpty();
    }

    @Test
    void c4_shouldRunAJobOnceMoreFromTheStart() {
        start();
        broken.add("A");
        send("in", "A", "{}");
        renkei.ended("A");

        broken.clear();
        done(dead().retry(Selection.ofId(onlyLetter().id()), RetryFrom.START, "ada"));

        completed("A");
        assertThat(renkei.steps("A"))
                .extracting(StepEvent::step)
                .containsExactly(null, "one", "two", "two", "one", "two");
        assertThat(seen).containsExactly("one A {}", "two A {}", "one A {}", "two A {}");
    }

    @Test
    void c4_shouldTellOfEachFailureWhenARetryFailsToo() {
        start();
        broken.add("A");
        send("in", "A", "{}");
        renkei.ended("A");
        String first = onlyLetter().id();

        done(dead().retry(Selection.all(), RetryFrom.STEP, "ada"));
        await().atMost(PATIENCE)
                .until(() ->
                        renkei.find("A").attempts() >= 3 && renkei.find("A").failed() == 1);

        assertThat(onlyLetter().id()).isNotEqualTo(first);
        broken.clear();
        done(dead().retry(Selection.all(), RetryFrom.STEP, "bob"));
        completed("A");
        assertThat(renkei.steps("A"))
                .extracting(StepEvent::outcome)
                .containsExactly(
                        StepOutcome.DONE,
                        StepOutcome.DONE,
                        StepOutcome.FAILED,
                        StepOutcome.AGAIN,
                        StepOutcome.FAILED,
                        StepOutcome.AGAIN,
                        StepOutcome.DONE);
    }

    @Test
    void c4_shouldLetAJobGoOnThatHadPassedTooManySteps() {
        renkei = prepared(FLOW.replace("start: in", "start: in\npasses: 1")).start();
        shop = renkei.connect();
        send("in", "A", "{}");
        assertThat(renkei.ended("A").error()).startsWith(ErrorCode.PASS_LIMIT.toString());

        done(dead().retry(Selection.all(), RetryFrom.STEP, "ada"));

        completed("A");
    }

    @Test
    void c4_shouldTakeUpOneCopyOfAJob() {
        renkei = prepared("""
                        flow: f
                        start: in
                        steps:
                          one:
                            channel: one
                            bean: one
                            next: [{to: two}, {to: end}]
                          two: {channel: two, bean: two, retry: {count: 0}, next: end}
                        """).start();
        shop = renkei.connect();
        broken.add("A");
        send("in", "A", "{}");
        assertThat(renkei.ended("A").state()).isEqualTo(JourneyState.FAILED);

        broken.clear();
        done(dead().retry(Selection.all(), RetryFrom.STEP, "ada"));

        completed("A");
    }

    @Test
    void c4_shouldSendWhatIsNoJobBackToWhereItCameFrom() {
        renkei = prepared(FLOW)
                .channels("lists: {kind: persistent}\nitems: {kind: persistent}")
                .file("routes/lists.yaml", """
                        - from:
                            uri: channel:lists?retries=0
                            steps:
                              - to: channel:items
                        """)
                .start();
        shop = renkei.connect();
        renkei.channels().channel("items").block("by the test");
        send("lists", "L", "tea,rice");
        await().atMost(PATIENCE).until(() -> letters().size() == 1);
        assertThat(onlyLetter().origin()).isEqualTo("lists");
        assertThat(onlyLetter().error()).startsWith("RNK-2002 channel items is blocked");

        renkei.channels().channel("items").unblock();
        done(dead().retry(Selection.all(), RetryFrom.STEP, "ada"));

        await().atMost(PATIENCE)
                .until(() -> renkei.channels().channel("items").figures().current() == 1);
        assertThat(letters()).isEmpty();
    }

    @Test
    void c4_shouldStopBeforeAFullChannelAndTellHowManyWereDone() {
        renkei = prepared(FLOW)
                .channels("two: {kind: persistent, max: 3, watch: 2, unblock: 0}")
                .build();
        renkei.startWithoutWork();
        for (int i = 0; i < 5; i++) {
            bury("two", "J" + i);
        }

        Operation.Report report = ended(dead().retry(Selection.all(), RetryFrom.STEP, "ada"));

        assertThat(report.state()).isEqualTo(Operation.State.FAILED);
        assertThat(report.error()).startsWith("RNK-2003").contains("two");
        assertThat(report.matched()).isEqualTo(5);
        assertThat(report.done()).isEqualTo(3);
        assertThat(letters()).extracting(LetterSummary::correlationId).containsExactly("J4", "J3");
    }

    @Test
    void c4_shouldLeaveLettersOfStepsAndFlowsThatAreGoneAndTakeTheOthers() {
        start();
        broken.addAll(List.of("A", "B", "G"));
        send("in", "A", "{}");
        send("in", "B", "{}");
        send("g-in", "G", "{}");
        List.of("A", "B", "G").forEach(renkei::ended);
        renkei.stop();
        shop.close();
        broken.clear();
        renkei = prepared(FLOW)
                .file(
                        "flows/flow" + OTHER_FLOW.hashCode() + ".yaml",
                        OTHER_FLOW.replace("deadLetter", "passes: 9\ndeadLetter"))
                .file("flows/flow" + FLOW.hashCode() + ".yaml", FLOW.replace("two", "last"))
                .channels("last: {kind: persistent}")
                .application("last", (Application) job -> Outcome.done())
                .start();

        Operation.Report report = ended(dead().retry(Selection.all(), RetryFrom.STEP, "ada"));

        assertThat(report.state()).isEqualTo(Operation.State.DONE);
        assertThat(report.matched()).isEqualTo(3);
        assertThat(report.done()).isEqualTo(1);
        assertThat(report.left())
                .containsExactly(
                        new Operation.Left("RNK-3003 flow f has no step 'two' any more: retry it from the start", 2));
        completed("G");
        assertThat(letters()).extracting(LetterSummary::correlationId).containsExactlyInAnyOrder("A", "B");
        done(dead().retry(Selection.all(), RetryFrom.START, "ada"));
        completed("A");
        completed("B");
    }

    // ---- discard ----

    @Test
    void c4_shouldCancelAJobWhoseLetterIsDiscarded() {
        start();
        broken.add("A");
        send("in", "A", "{}");
        renkei.ended("A");

        done(dead().discard(Selection.ofId(onlyLetter().id()), "ada"));

        await().atMost(PATIENCE).until(() -> renkei.find("A").state() == JourneyState.CANCELLED);
        assertThat(renkei.steps("A").get(3).error()).isEqualTo("discarded by ada");
        assertThat(letters()).isEmpty();
    }

    // ---- export and import ----

    @Test
    void c4_shouldTakeBadInputThatWasEdited() {
        start();
        shop.createProducer()
                .setJMSCorrelationID("A")
                .setProperty("_AMQ_DUPL_ID", "once")
                .send(shop.createQueue("in"), "no json");
        Journey failed = renkei.ended("A");
        assertThat(failed.error()).startsWith(ErrorCode.BODY_NOT_JSON.toString());

        putBack(line -> line.replace("\"no json\"", "\"{}\""));
        assertThat(letters()).hasSize(1);
        done(dead().retry(Selection.all(), RetryFrom.STEP, "ada"));

        Journey journey = completed("A");
        assertThat(journey.job()).isEqualTo(failed.job());
        assertThat(renkei.steps("A"))
                .extracting(StepEvent::outcome)
                .containsExactly(
                        StepOutcome.FAILED, StepOutcome.AGAIN, StepOutcome.DONE, StepOutcome.DONE, StepOutcome.DONE);
        assertThat(seen).containsExactly("one A {}", "two A {}");
    }

    @Test
    void c4_shouldShowOneJourneyWhenBadInputIsBadOnceMore() {
        start();
        send("in", "A", "no json");
        renkei.ended("A");

        done(dead().retry(Selection.all(), RetryFrom.STEP, "ada"));

        await().atMost(PATIENCE).until(() -> letters().size() == 1);
        await().atMost(PATIENCE).until(() -> renkei.steps("A").size() == 3);
        assertThat(renkei.ended("A").failed()).isEqualTo(1);
        assertThat(onlyLetter().id()).endsWith("-2");
    }

    @Test
    void c4_shouldGiveAnImportedLetterTheBodyThatWasEditedAndNotDoubleIt() {
        start();
        broken.add("A");
        send("in", "A", "{\"price\": 0}");
        renkei.ended("A");
        DeadLetter before = dead().find(onlyLetter().id());

        putBack(line -> line.replace("\\\"price\\\": 0", "\\\"price\\\": 450"));

        DeadLetter after = dead().find(onlyLetter().id());
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.diedAt()).isEqualTo(before.diedAt());
        assertThat(after.message().properties()).isEqualTo(before.message().properties());
        broken.clear();
        done(dead().retry(Selection.all(), RetryFrom.STEP, "ada"));
        completed("A");
        assertThat(seen).last().isEqualTo("two A {\"price\": 450}");
    }

    @Test
    void c4_shouldRefuseALetterWhoseJobHasGoneOn() {
        start();
        broken.add("A");
        send("in", "A", "{}");
        renkei.ended("A");
        String line = exported().get(0);
        broken.clear();
        done(dead().retry(Selection.all(), RetryFrom.STEP, "ada"));
        completed("A");

        assertThatThrownBy(() -> dead().putBack(List.of(LetterJson.read("line 1", line))))
                .isInstanceOf(RenkeiException.class)
                .hasMessageStartingWith("RNK-6006")
                .hasMessageContaining("AGAIN, retried by ada");
        assertThat(letters()).isEmpty();
    }

    @Test
    void c4_shouldRefuseAChannelThatIsNotForDeadLetters() {
        start();
        broken.add("A");
        send("in", "A", "{}");
        renkei.ended("A");

        assertThatThrownBy(() -> putBack(line -> line.replace("renkei.dead", "one")))
                .hasMessageContaining("channel must be one of renkei.dead, g-dead, was one");
        assertThatThrownBy(() -> putBack(line -> line.replace("renkei.dead", "g-dead")))
                .hasMessageContaining("channel must be renkei.dead, where it lies, was g-dead");
        assertThat(letters()).hasSize(1);
    }

    // ---- selection, list ----

    @Test
    void c4_shouldSelectByEachCriterion() {
        start();
        broken.addAll(List.of("A", "it's 100% _B_", "G"));
        send("in", "A", "{}");
        Journey a = renkei.ended("A");
        send("in", "it's 100% _B_", "{}");
        renkei.ended("it's 100% _B_");
        Instant between = letters().get(0).diedAt().plusMillis(1);
        await().until(() -> Instant.now().isAfter(between));
        send("in", "bad", "no json");
        renkei.ended("bad");
        send("g-in", "G", "{}");
        renkei.ended("G");
        LetterSummary letterOfA = letters().stream()
                .filter(letter -> a.job().equals(letter.job()))
                .findFirst()
                .orElseThrow();

        assertThat(selected(selection().channel("g-dead"))).containsExactly("G");
        assertThat(selected(selection().flow("g"))).containsExactly("G");
        assertThat(selected(selection().step("two"))).containsExactlyInAnyOrder("A", "it's 100% _B_");
        assertThat(selected(selection().code("RNK-3004"))).containsExactly("bad");
        assertThat(selected(selection().error("it's 100% _B_ is"))).containsExactly("it's 100% _B_");
        assertThat(selected(selection().error("10_%"))).isEmpty();
        assertThat(selected(selection().jobs(List.of(a.job())))).containsExactly("A");
        assertThat(selected(selection().correlationId("it's 100% _B_"))).containsExactly("it's 100% _B_");
        assertThat(selected(selection().since(between))).containsExactlyInAnyOrder("bad", "G");
        assertThat(selected(selection().until(between))).containsExactlyInAnyOrder("A", "it's 100% _B_");
        assertThat(selected(selection().ids(List.of(letterOfA.id())))).containsExactly("A");
        assertThat(selected(selection().flow("f").step("two").error("A is"))).containsExactly("A");
        assertThat(selected(selection())).hasSize(4);
        assertThatThrownBy(() -> selected(selection().channel("one")))
                .hasMessageContaining("dead letters are in renkei.dead, g-dead, not in one");
        assertThatThrownBy(() -> dead().find("nothing")).hasMessageStartingWith("RNK-6004");
    }

    @Test
    void c4_shouldTouchOnlyWhatIsSelected() {
        start();
        broken.addAll(List.of("A", "B", "C"));
        for (String id : List.of("A", "B", "C")) {
            send("in", id, "{}");
            renkei.ended(id);
        }

        Operation.Report report = ended(dead().discard(selection().error("B is").build(), "ada"));

        assertThat(report.matched()).isEqualTo(1);
        assertThat(letters()).extracting(LetterSummary::correlationId).containsExactly("C", "A");
        assertThat(renkei.browse(Channels.DEAD)).hasSize(2);
    }

    @Test
    void c4_shouldListPageByPageAlsoWhileLettersGo() {
        renkei = prepared(FLOW).build();
        renkei.startWithoutWork();
        for (int i = 0; i < 7; i++) {
            bury("two", "J" + i);
        }

        LetterPage first = dead().page(Selection.all(), LetterPage.Order.OLDEST, null, 3);
        done(dead().discard(Selection.ofId(first.letters().get(2).id()), "ada"));
        LetterPage second = dead().page(Selection.all(), LetterPage.Order.OLDEST, first.next(), 3);
        LetterPage third = dead().page(Selection.all(), LetterPage.Order.OLDEST, second.next(), 3);

        assertThat(List.of(first, second, third))
                .flatExtracting(LetterPage::letters)
                .extracting(LetterSummary::correlationId)
                .containsExactly("J0", "J1", "J2", "J3", "J4", "J5", "J6");
        assertThat(first.matched()).isEqualTo(7);
        assertThat(third.next()).isNull();
        assertThat(dead().page(Selection.all(), LetterPage.Order.NEWEST, null, 2)
                        .letters())
                .extracting(LetterSummary::correlationId)
                .containsExactly("J6", "J5");
    }

    @Test
    void c4_shouldGroupLettersByWhatTheyHaveInCommon() {
        start();
        broken.addAll(List.of("A", "G"));
        send("in", "A", "{}");
        send("in", "bad", "no json");
        send("in", "worse", "no json");
        send("g-in", "G", "{}");
        List.of("A", "bad", "worse", "G").forEach(renkei::ended);

        assertThat(dead().groups(Selection.all(), LetterGroup.By.FLOW))
                .extracting(group -> group.key() + " " + group.letters())
                .containsExactly("f 3", "g 1");
        assertThat(dead().groups(Selection.all(), LetterGroup.By.STEP))
                .extracting(LetterGroup::key)
                .containsExactly("f", "f.two", "g.only");
        assertThat(dead().groups(Selection.all(), LetterGroup.By.ERROR))
                .first()
                .matches(group -> group.letters() == 2 && group.key().startsWith("RNK-3004"));
    }

    // ---- what other programs put there ----

    @Test
    void c4_shouldListAndDiscardWhatAnotherProgramPutIntoAChannelOfDeadLetters() {
        start();
        send("g-dead", "X", "from outside");

        LetterSummary letter = onlyLetter();
        assertThat(letter.error()).isNull();
        assertThat(dead().find(letter.id()).message().body()).isEqualTo(Body.of("from outside"));
        await().until(() -> Instant.now().isAfter(letter.diedAt().plusMillis(1)));
        Operation.Report retried = ended(dead().retry(Selection.all(), RetryFrom.STEP, "ada"));
        assertThat(retried.left())
                .containsExactly(new Operation.Left("RNK-6005 the letter does not say where it came from", 1));
        done(dead().discard(Selection.ofId(letter.id()), "ada"));
        assertThat(letters()).isEmpty();
    }

    // ---- here and there ----

    private RunningEngine.Builder prepared(String flow) {
        return RunningEngine.in(dir)
                .channels(CHANNELS)
                .flow(flow)
                .application("one", (Application) job -> {
                    seen.add("one " + job.correlationId() + " " + job.text());
                    return Outcome.done();
                })
                .application("two", (Application) job -> {
                    seen.add("two " + job.correlationId() + " " + job.text());
                    if (broken.contains(job.correlationId())) {
                        throw new IllegalStateException(job.correlationId() + " is broken");
                    }
                    return Outcome.done();
                });
    }

    private void start() {
        renkei = prepared(FLOW).flow(OTHER_FLOW).start();
        shop = renkei.connect();
    }

    private DeadLetters dead() {
        return renkei.engine().deadLetters();
    }

    private void send(String channel, String correlation, String body) {
        shop.createProducer().setJMSCorrelationID(correlation).send(shop.createQueue(channel), body);
    }

    /** A dead letter of a job that gave up in this step, without the job having run. */
    private void bury(String step, String correlation) {
        Ticket ticket = Ticket.first(JobIds.fresh(), "f", "1").to(step, true);
        ChannelMessage message = ChannelMessage.of("{}")
                .withCorrelationId(correlation)
                .withProperties(TicketProperties.with(Map.of(), ticket));
        DeadLetter letter =
                DeadLetter.of(Channels.DEAD, message, ticket.letterId(), "RNK-3011 broken", step, Instant.now());
        renkei.channels().send(Channels.DEAD, letter.message());
        Instant next = letter.diedAt().plusMillis(1);
        await().pollInterval(Duration.ofMillis(1)).until(() -> Instant.now().isAfter(next));
    }

    private List<LetterSummary> letters() {
        return dead().page(Selection.all(), LetterPage.Order.NEWEST, null, 100).letters();
    }

    private LetterSummary onlyLetter() {
        List<LetterSummary> letters = letters();
        assertThat(letters).hasSize(1);
        return letters.get(0);
    }

    private List<String> selected(Selection.Builder selection) {
        List<String> found = new ArrayList<>();
        dead().each(selection.build(), letter -> found.add(letter.message().correlationId()));
        return found;
    }

    private static Selection.Builder selection() {
        return Selection.builder();
    }

    private List<String> exported() {
        List<String> lines = new ArrayList<>();
        dead().each(Selection.all(), letter -> lines.add(LetterJson.write(letter)));
        return lines;
    }

    private void putBack(UnaryOperator<String> edit) {
        Function<String, DeadLetter> read = line -> LetterJson.read("line", edit.apply(line));
        dead().putBack(exported().stream().map(read).toList());
    }

    private static Operation.Report ended(Operation operation) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(operation::report, report -> report.state() != Operation.State.RUNNING);
    }

    private static void done(Operation operation) {
        Operation.Report report = ended(operation);
        assertThat(report.state()).as(report.toString()).isEqualTo(Operation.State.DONE);
        assertThat(report.done())
                .as(report.toString())
                .isEqualTo(report.matched())
                .isPositive();
    }

    private Journey completed(String correlation) {
        await().atMost(PATIENCE).until(() -> renkei.find(correlation).state() == JourneyState.COMPLETED);
        return renkei.find(correlation);
    }
}
