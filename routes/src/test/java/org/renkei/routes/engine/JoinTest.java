package org.renkei.routes.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.TemporaryQueue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.renkei.broker.channel.Channels;
import org.renkei.routes.application.Application;
import org.renkei.routes.application.Job;
import org.renkei.routes.application.Outcome;
import org.renkei.routes.dead.RetryFrom;
import org.renkei.routes.dead.Selection;
import org.renkei.tracking.journey.JourneyState;
import org.renkei.tracking.journey.StepEvent;
import org.renkei.tracking.journey.StepOutcome;

/** Copies of a job that come together again (B4), on the kinds of channel; {@link OutcomeTableTest} has PostgreSQL too. */
@ParameterizedClass
@EnumSource(value = KindOfChannel.class, mode = EnumSource.Mode.EXCLUDE, names = "POSTGRESQL")
class JoinTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Parameter
    KindOfChannel kind;

    @TempDir
    Path dir;

    private final List<String> done = Collections.synchronizedList(new ArrayList<>());
    private final AtomicBoolean rightIsReady = new AtomicBoolean();
    private final AtomicBoolean mended = new AtomicBoolean();
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

    @Test
    void b4_shouldGoOnWithOneJobWhenAllCopiesHaveCome() throws Exception {
        start("", "join: 1h", "");
        TemporaryQueue answers = shop.createTemporaryQueue();

        shop.createProducer().setJMSCorrelationID("A").setJMSReplyTo(answers).send(shop.createQueue("in"), "{\"n\":1}");
        await().atMost(PATIENCE).until(() -> outcomes("A").contains(StepOutcome.WAITING));
        assertThat(renkei.find("A").state()).isEqualTo(JourneyState.RUNNING);
        assertThat(renkei.journeys().steps(renkei.find("A").job()))
                .extracting(StepEvent::error)
                .contains("1 of 2 copies came");
        assertThat(renkei.tracking().joins().countWaiting()).isEqualTo(1);
        rightIsReady.set(true);

        Message answer = shop.createConsumer(answers).receive(PATIENCE.toMillis());
        assertThat(answer.getBody(String.class)).isEqualTo("{\"n\":1,\"left\":1,\"right\":1}");
        assertThat(renkei.ended("A").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(done).containsExactlyInAnyOrder("first", "left", "right", "meet {\"n\":1,\"left\":1,\"right\":1}");
        assertThat(renkei.tracking().joins().countWaiting()).isZero();
        await().atMost(PATIENCE).until(() -> renkei.journeys().openPlaces(1).isEmpty());
        assertThat(dead()).isEmpty();
    }

    @Test
    void b4_shouldListTheBodiesInTheOrderOfTheCopies() throws Exception {
        start("", "join: {body: list}", "");
        rightIsReady.set(true);

        send("A", "{}");

        assertThat(renkei.ended("A").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(done).contains("meet [{\"left\":1},{\"right\":1}]");
    }

    @Test
    void b4_shouldNotWaitForACopyThatEndsElsewhere() throws Exception {
        start("", "join: 1h", "");
        rightIsReady.set(true);

        send("A", "{\"leftEnds\":true}");

        assertThat(renkei.ended("A").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(done).contains("meet {\"leftEnds\":true,\"right\":1}");
        assertThat(renkei.tracking().joins().countWaiting()).isZero();
    }

    @Test
    void b4_shouldEndWhenAllCopiesEndElsewhere() throws Exception {
        start("", "join: 1h", "");
        rightIsReady.set(true);

        send("A", "{\"leftEnds\":true,\"rightEnds\":true}");

        assertThat(renkei.ended("A").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(done).containsExactlyInAnyOrder("first", "left", "right");
        await().atMost(PATIENCE).until(() -> renkei.journeys().openPlaces(1).isEmpty());
    }

    @Test
    void b4_shouldTakeAJobThatDidNotPartAsItComes() throws Exception {
        start("", "join: 1h", "");

        send("A", "{\"only\":\"left\"}");

        assertThat(renkei.ended("A").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(done).containsExactly("first", "left", "meet {\"only\":\"left\",\"left\":1}");
    }

    @Test
    void b4_shouldKnowTheCopiesAfterARestart() throws Exception {
        assumeThat(kind).isNotEqualTo(KindOfChannel.VOLATILE);
        start("", "join: 1h", "");
        send("A", "{}");
        await().atMost(PATIENCE).until(() -> outcomes("A").contains(StepOutcome.WAITING));

        shop.close();
        renkei.stop();
        rightIsReady.set(true);
        renkei.start();
        shop = renkei.connect();

        assertThat(renkei.ended("A").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(done).contains("meet {\"left\":1,\"right\":1}");
    }

    @Test
    void b4_shouldGiveUpWhenTheTimeIsOverAndTellACopyThatComesTooLate() throws Exception {
        start("", "join: 300ms", "");

        send("A", "{}");
        await().atMost(PATIENCE).until(() -> dead().size() == 1);
        assertThat(dead().get(0))
                .isEqualTo(
                        "{\"left\":1}: RNK-3020 the join of step meet did not get all of its 2 copies: copy 2 had not come"
                                + " after 300ms");
        rightIsReady.set(true);

        assertThat(renkei.ended("A").state()).isEqualTo(JourneyState.FAILED);
        assertThat(dead()).hasSize(2).contains("{\"right\":1}: RNK-3020 came after the join of step meet had given up");
        assertThat(done).containsExactlyInAnyOrder("first", "left", "right");
    }

    @Test
    void c4_shouldJoinAfterAllWhenTheDeadLetterOfACopyIsRetried() throws Exception {
        start("", "join: 1h", "");
        send("A", "{\"rightFails\":true}");
        await().atMost(PATIENCE).until(() -> dead().size() == 1);
        await().atMost(PATIENCE).until(() -> outcomes("A").contains(StepOutcome.WAITING));
        assertThat(renkei.find("A").state()).isEqualTo(JourneyState.RUNNING);

        mended.set(true);
        rightIsReady.set(true);
        renkei.engine().deadLetters().retry(Selection.all(), RetryFrom.STEP, "admin");

        assertThat(renkei.ended("A").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(done).contains("meet {\"rightFails\":true,\"left\":1,\"right\":1}");
        assertThat(dead()).isEmpty();
        await().atMost(PATIENCE).until(() -> renkei.journeys().openPlaces(1).isEmpty());
    }

    @Test
    void b8_shouldExpireInAJoinWhenTheFlowHasNoMoreTime() throws Exception {
        start("timeout: 2s", "join: 1h", "");

        send("A", "{}");

        await().atMost(PATIENCE)
                .until(() -> dead().stream().anyMatch(letter -> letter.startsWith("{\"left\":1}: RNK-3018")));
        assertThat(renkei.ended("A").state()).isEqualTo(JourneyState.EXPIRED);
    }

    @Test
    void c2_shouldUndoTheWholeJobOnceWhenACopyGivesUp() throws Exception {
        start("", "join: 1h", "undo: {bean: undo}");

        send("A", "{\"rightFails\":true}");

        assertThat(renkei.ended("A").state()).isEqualTo(JourneyState.COMPENSATED);
        assertThat(renkei.ended("A").error())
                .isEqualTo(
                        "RNK-3020 the join of step meet did not get all of its 2 copies: copy 2 gave up in step right: RNK-3011"
                                + " as told");
        assertThat(done).containsExactlyInAnyOrder("first", "left", "undo left", "undo first");
        assertThat(done).endsWith("undo left", "undo first");
        assertThat(dead()).isEmpty();
        await().atMost(PATIENCE).until(() -> renkei.journeys().openPlaces(1).isEmpty());
    }

    @Test
    void c2_shouldUndoWhatACopyDidBeforeItGaveUp() throws Exception {
        start("", "join: 1h", "undo: {bean: undo}");
        rightIsReady.set(true);

        send("A", "{\"meetFails\":true}");

        assertThat(renkei.ended("A").state()).isEqualTo(JourneyState.COMPENSATED);
        assertThat(done).endsWith("undo left", "undo first").doesNotHaveDuplicates();
    }

    @Test
    void b4_shouldJoinWithinAJoin() throws Exception {
        renkei = kind.prepare(RunningEngine.in(dir), null)
                .channels("in: {kind: persistent}\n"
                        + kind.channel("a", "")
                        + kind.channel("b", "")
                        + kind.channel("c", "")
                        + kind.channel("d", "")
                        + kind.channel("e", ""))
                .flow("""
                        flow: f
                        start: in
                        accept: {format: json}
                        steps:
                          a: {channel: a, bean: mark, next: [b, c]}
                          b: {channel: b, bean: mark, next: [c, d]}
                          c: {channel: c, bean: mark, next: e}
                          d: {channel: d, bean: mark, next: e}
                          e: {channel: e, bean: mark, join: {body: list}, next: end}
                        """)
                .application("mark", (Application) job -> {
                    done.add(job.step());
                    return Outcome.done();
                })
                .start();
        shop = renkei.connect();

        send("A", "1");

        assertThat(renkei.ended("A").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(done).containsExactlyInAnyOrder("a", "b", "c", "c", "d", "e");
        await().atMost(PATIENCE).until(() -> renkei.journeys().openPlaces(1).isEmpty());
    }

    /** A first step, two copies that meet; the right one waits until it is told to go on. */
    private void start(String flow, String join, String undo) {
        renkei = kind.prepare(RunningEngine.in(dir), null)
                .channels("in: {kind: persistent}\n"
                        + kind.channel("first", "")
                        + kind.channel("left", "")
                        + kind.channel("right", "")
                        + kind.channel("meet", ""))
                .flow("""
                        flow: f
                        start: in
                        accept: {format: json}
                        %1$s
                        steps:
                          first:
                            channel: first
                            bean: work
                            %3$s
                            next: [left, {when: "${body[only]} == null", to: right}]
                          left:
                            channel: left
                            bean: work
                            %3$s
                            next: [{when: "${body[leftEnds]} == null", to: meet}, {otherwise: end}]
                          right:
                            channel: right
                            bean: work
                            retry: {count: 1000, delay: 50ms, backoff: 1}
                            next: [{when: "${body[rightEnds]} == null", to: meet}, {otherwise: end}]
                          meet: {channel: meet, bean: work, %2$s, next: end}
                        """.formatted(flow, join, undo))
                .application("work", (Application) this::work)
                .application("undo", (Application) job -> {
                    done.add("undo " + job.step());
                    return Outcome.done();
                })
                .start();
        shop = renkei.connect();
    }

    private Outcome work(Job job) {
        if (job.text().contains(job.step() + "Fails") && !mended.get()) {
            return Outcome.failed("as told");
        }
        if (job.step().equals("right") && !rightIsReady.get()) {
            throw new IllegalStateException("not yet");
        }
        done.add(job.step().equals("meet") ? "meet " + job.text() : job.step());
        return switch (job.step()) {
            case "left" -> Outcome.done(added(job.text(), "left"));
            case "right" -> Outcome.done(added(job.text(), "right"));
            default -> Outcome.done();
        };
    }

    private static String added(String json, String field) {
        String begin = json.substring(0, json.length() - 1);
        return begin + (begin.length() > 1 ? "," : "") + "\"" + field + "\":1}";
    }

    private void send(String correlation, String text) {
        shop.createProducer().setJMSCorrelationID(correlation).send(shop.createQueue("in"), text);
    }

    private List<StepOutcome> outcomes(String correlation) {
        return renkei.find(correlation) == null
                ? List.of()
                : renkei.journeys().steps(renkei.find(correlation).job()).stream()
                        .map(StepEvent::outcome)
                        .toList();
    }

    private List<String> dead() throws Exception {
        List<String> letters = new ArrayList<>();
        for (Message message : renkei.browse(Channels.DEAD)) {
            letters.add(message.getBody(String.class) + ": " + message.getStringProperty("renkei_error"));
        }
        return letters;
    }
}
