package org.renkei.routes.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.TemporaryQueue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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
import org.renkei.tracking.journey.Journey;
import org.renkei.tracking.journey.JourneyState;
import org.renkei.tracking.journey.StepEvent;
import org.renkei.tracking.journey.StepOutcome;

/** What was done is undone when a later step gives up (C2), on the kinds of channel; {@link OutcomeTableTest} has PostgreSQL too. */
@ParameterizedClass
@EnumSource(value = KindOfChannel.class, mode = EnumSource.Mode.EXCLUDE, names = "POSTGRESQL")
class CompensationTest {
    private static final long PATIENCE_MILLIS = 30_000;

    @Parameter
    KindOfChannel kind;

    @TempDir
    Path dir;

    private final List<String> done = Collections.synchronizedList(new ArrayList<>());
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
    void c2_shouldUndoInReverseOrderWithTheDataAsItWasBeforeTheFailedStep() throws Exception {
        start(this::undo, job -> Outcome.failed("no stock"));

        send("A");

        Journey journey = renkei.ended("A");
        assertThat(journey.state()).isEqualTo(JourneyState.COMPENSATED);
        assertThat(journey.error()).isEqualTo("RNK-3011 no stock");
        assertThat(done).containsExactly("do one A", "do two A1", "do three A12", "undo three A123", "undo one A123");
        assertThat(renkei.steps("A"))
                .extracting(StepEvent::outcome)
                .containsExactly(
                        StepOutcome.DONE,
                        StepOutcome.DONE,
                        StepOutcome.DONE,
                        StepOutcome.DONE,
                        StepOutcome.FAILED,
                        StepOutcome.UNDONE,
                        StepOutcome.UNDONE);
        assertThat(renkei.steps("A"))
                .extracting(StepEvent::application)
                .containsExactly(null, "work", "work", "work", "last", "undo", "undo");
        assertThat(dead()).isEmpty();
    }

    @Test
    void c2_shouldTellTheProducerWhenAllIsUndone() throws Exception {
        start(this::undo, job -> {
            throw new IllegalStateException("down");
        });
        TemporaryQueue answers = shop.createTemporaryQueue();

        shop.createProducer().setJMSCorrelationID("A").setJMSReplyTo(answers).send(shop.createQueue("in"), "A");

        Message answer = shop.createConsumer(answers).receive(PATIENCE_MILLIS);
        assertThat(answer).isNotNull();
        assertThat(answer.getStringProperty("renkei_state")).isEqualTo("COMPENSATED");
        assertThat(answer.getStringProperty("renkei_error"))
                .isEqualTo("RNK-3010 failed 2 times, at last by IllegalStateException: down");
        assertThat(done).endsWith("undo three A123", "undo one A123");
    }

    @Test
    void c2_shouldTryToUndoAgain() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        start(
                job -> {
                    if (calls.incrementAndGet() == 1) {
                        throw new IllegalStateException("not now");
                    }
                    return undo(job);
                },
                job -> Outcome.failed("no stock"));

        send("A");

        assertThat(renkei.ended("A").state()).isEqualTo(JourneyState.COMPENSATED);
        assertThat(done).endsWith("undo three A123", "undo one A123");
        assertThat(renkei.steps("A"))
                .extracting(StepEvent::outcome)
                .endsWith(StepOutcome.FAILED, StepOutcome.AGAIN, StepOutcome.UNDONE, StepOutcome.UNDONE);
    }

    @Test
    void c2_shouldSayWhatStillStandsWhenUndoingGivesUp() throws Exception {
        start(
                job -> {
                    if (job.step().equals("one")) {
                        throw new IllegalStateException("locked");
                    }
                    return undo(job);
                },
                job -> Outcome.failed("no stock"));

        send("A");

        Journey journey = renkei.ended("A");
        assertThat(journey.state()).isEqualTo(JourneyState.FAILED);
        assertThat(journey.error())
                .isEqualTo("RNK-3019 not undone: one; step one RNK-3010 failed 2 times, at last by"
                        + " IllegalStateException: locked; the job had failed in step four: RNK-3011 no stock");
        assertThat(done).endsWith("do three A12", "undo three A123");
        assertThat(dead()).containsExactly("A123");
    }

    @Test
    void c4_shouldGoOnUndoingWhenTheDeadLetterIsRetried() throws Exception {
        AtomicBoolean locked = new AtomicBoolean(true);
        start(
                job -> {
                    if (job.step().equals("one") && locked.get()) {
                        throw new IllegalStateException("locked");
                    }
                    return undo(job);
                },
                job -> Outcome.failed("no stock"));
        send("A");
        assertThat(renkei.ended("A").state()).isEqualTo(JourneyState.FAILED);

        locked.set(false);
        renkei.engine().deadLetters().retry(Selection.all(), RetryFrom.STEP, "admin");

        await().until(() -> renkei.find("A").state() == JourneyState.COMPENSATED);
        assertThat(done).endsWith("do three A12", "undo three A123", "undo one A123");
        assertThat(dead()).isEmpty();
    }

    @Test
    void c2_shouldMakeADeadLetterWhereNothingIsToBeUndone() throws Exception {
        start(this::undo, job -> Outcome.done());

        send("fail");

        assertThat(renkei.ended("fail").state()).isEqualTo(JourneyState.FAILED);
        assertThat(done).isEmpty();
        assertThat(dead()).containsExactly("fail");
    }

    private Outcome undo(Job job) {
        done.add("undo " + job.step() + " " + job.text());
        return Outcome.done("dropped");
    }

    /** Four steps in a row, of which the first and the third can be undone; the last calls an application of its own. */
    private void start(Application undo, Application last) {
        renkei = kind.prepare(RunningEngine.in(dir), null)
                .channels("in: {kind: persistent}\n"
                        + kind.channel("one", "")
                        + kind.channel("two", "")
                        + kind.channel("three", "")
                        + kind.channel("four", ""))
                .flow("""
                        flow: f
                        start: in
                        steps:
                          one:
                            channel: one
                            bean: work
                            undo: {bean: undo, retry: {count: 1, delay: 10ms}}
                            next: two
                          two: {channel: two, bean: work, next: three}
                          three:
                            channel: three
                            bean: work
                            undo: {bean: undo, retry: {count: 1, delay: 10ms}}
                            next: four
                          four: {channel: four, bean: last, retry: {count: 1, delay: 10ms}, next: end}
                        """)
                .application("work", (Application) job -> {
                    if (job.text().equals("fail")) {
                        return Outcome.failed("as told");
                    }
                    done.add("do " + job.step() + " " + job.text());
                    return Outcome.done(job.text() + job.text().length());
                })
                .application("undo", undo)
                .application("last", last)
                .start();
        shop = renkei.connect();
    }

    private void send(String text) {
        shop.createProducer().setJMSCorrelationID(text).send(shop.createQueue("in"), text);
    }

    private List<String> dead() throws Exception {
        List<String> bodies = new ArrayList<>();
        for (Message message : renkei.browse(Channels.DEAD)) {
            bodies.add(message.getBody(String.class));
        }
        return bodies;
    }
}
