package org.renkei.routes.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSContext;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.renkei.broker.channel.Channels;
import org.renkei.broker.channel.Priority;
import org.renkei.broker.table.DataSourceConfig;
import org.renkei.database.ArtemisServer;
import org.renkei.routes.application.Application;
import org.renkei.routes.application.Outcome;
import org.renkei.routes.dead.LetterPage;
import org.renkei.routes.dead.RetryFrom;
import org.renkei.routes.dead.Selection;
import org.renkei.tracking.journey.JourneyState;

/** Flows at an Artemis that Renkei does not start. */
class ExternalBrokerFlowTest {
    private static final String CHANNELS = """
            in: {kind: persistent}
            work: {kind: persistent}
            memory: {kind: volatile}
            memory-in: {kind: persistent}
            rows-in: {kind: database, dataSource: shop}
            rows: {kind: database, dataSource: shop}
            """;

    @TempDir
    static Path artemis;

    private static ArtemisServer server;

    @TempDir
    Path dir;

    private RunningEngine running;

    @BeforeAll
    static void startServer() {
        server = ArtemisServer.start(artemis.resolve("broker"));
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @AfterEach
    void stop() {
        if (running != null) {
            running.close();
        }
    }

    private RunningEngine.Builder engine() {
        return RunningEngine.in(dir).at(server).channels(CHANNELS).dataSource("shop", DataSourceConfig.embedded());
    }

    private static String flow(String start, String channel) {
        return "flow: " + start + "-flow\nstart: " + start + "\nsteps:\n  work: {channel: " + channel
                + ", bean: app, next: end}\n";
    }

    @Test
    void shouldTellTheResultToWhoSubmitsAndWaits() throws Exception {
        running = engine().flow(flow("in", "work"))
                .application("app", (Application) job -> Outcome.done(job.text() + " done"))
                .start();

        Submitted submitted = running.engine().submitAndWait("in-flow", "work", null, Priority.NORMAL);

        JobResult result = submitted.result().get(20, TimeUnit.SECONDS);
        assertThat(result).isEqualTo(new JobResult(submitted.job(), "COMPLETED", "work done", null));
    }

    @Test
    void b6_shouldKeepTheResultForWhoSubmitsWithAKey() throws Exception {
        running = engine().flow(flow("in", "work"))
                .application("app", (Application) job -> Outcome.done(job.text() + " done"))
                .start();
        NewJob once = NewJob.of("in-flow", "work", null)
                .withDuplicateKey("once " + System.nanoTime())
                .withResultKeptFor("shop");

        Submitted first = running.engine().submitAndWait(once);
        Submitted second = running.engine().submitAndWait(once);

        assertThat(second).isEqualTo(new Submitted(first.job(), true, null));
        assertThat(first.result().get(20, TimeUnit.SECONDS).body()).isEqualTo("work done");
        KeptResults kept = running.engine().keptResults();
        assertThat(kept.await(first.job(), "shop").get(20, TimeUnit.SECONDS).result())
                .isEqualTo(first.result().join());
        assertThat(kept.find(first.job(), "rival")).isEmpty();
        assertThat(kept.delete(first.job(), "rival")).isFalse();
        assertThat(kept.delete(first.job(), "shop")).isTrue();
        assertThat(kept.find(first.job(), "shop")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"in,work", "rows-in,rows", "in,rows", "rows-in,work"})
    void shouldAnswerAProgram(String start, String channel) throws Exception {
        running = engine().flow(flow(start, channel))
                .trackingIn("shop")
                .application("app", (Application) job -> Outcome.done(job.text() + " done"))
                .start();

        try (JMSContext program = running.connect()) {
            TemporaryQueue answers = program.createTemporaryQueue();
            TextMessage message = program.createTextMessage("work");
            message.setJMSReplyTo(answers);
            message.setJMSCorrelationID("asked");
            program.createProducer().send(program.createQueue(start), message);

            assertThat(program.createConsumer(answers).receiveBody(String.class, 20_000))
                    .isEqualTo("work done");
        }
        assertThat(running.ended("asked").state()).isEqualTo(JourneyState.COMPLETED);
    }

    @ParameterizedTest
    @CsvSource({"in,work", "rows-in,rows"})
    void c4_shouldResumeADeadLetter(String start, String channel) throws Exception {
        AtomicBoolean mended = new AtomicBoolean();
        running = engine().flow(flow(start, channel))
                .application("app", (Application) job -> mended.get() ? Outcome.done() : Outcome.failed("not yet"))
                .start();
        try (JMSContext program = running.connect()) {
            TextMessage message = program.createTextMessage("work");
            message.setJMSCorrelationID("dead");
            program.createProducer().send(program.createQueue(start), message);
        }
        assertThat(running.ended("dead").state()).isEqualTo(JourneyState.FAILED);
        assertThat(running.engine()
                        .deadLetters()
                        .page(Selection.all(), LetterPage.Order.NEWEST, null, 20)
                        .letters())
                .hasSize(1);

        mended.set(true);
        running.engine().deadLetters().retry(Selection.all(), RetryFrom.STEP, "admin");

        await().until(() -> running.find("dead").state() == JourneyState.COMPLETED);
        await().until(() -> running.channels().channel(Channels.DEAD).figures().current() == 0);
    }

    /** Nobody takes them off at the broker's door. */
    @Test
    void b10_shouldNotBelieveForgedProperties() throws Exception {
        running = engine().flow(flow("in", "work"))
                .application("app", (Application) job -> Outcome.done())
                .start();

        try (JMSContext program = running.connect()) {
            TextMessage message = program.createTextMessage("work");
            message.setJMSCorrelationID("forged");
            message.setStringProperty("renkei_submitted_as", "01a2019b-e1a4-7df5-89b1-9ce3b5c0773c");
            message.setStringProperty("renkei_seal", "made up");
            program.createProducer().send(program.createQueue("in"), message);
        }

        assertThat(running.ended("forged").job()).isNotEqualTo("01a2019b-e1a4-7df5-89b1-9ce3b5c0773c");
    }

    @Test
    void c5_shouldLoseNothingInMemoryWithThisProcessAndTellWhatIsLostWithTheBroker() {
        running = withoutWork();
        running.engine().submit("memory-in-flow", "x", "lost", Priority.NORMAL);
        await().until(() -> running.channels().channel("memory").figures().current() == 1);
        running.close();

        // Another process finds it where it was
        running = withoutWork();
        await().until(() -> running.channels().channel("memory").figures().current() == 1);
        assertThat(running.engine().awaitTracking(Duration.ofSeconds(20))).isTrue();
        assertThat(running.find("lost").state()).isEqualTo(JourneyState.RUNNING);

        // And nobody, when the broker comes back without it
        server.kill();
        server.startAgain();
        assertThat(running.ended("lost").state()).isEqualTo(JourneyState.LOST);
    }

    /** Jobs begin, and wait before their first step. */
    private RunningEngine withoutWork() {
        RunningEngine engine = engine().flow(flow("memory-in", "memory"))
                .application("app", (Application) job -> Outcome.done())
                .build();
        engine.startWithoutWork();
        engine.engine().startEntrances();
        return engine;
    }
}
