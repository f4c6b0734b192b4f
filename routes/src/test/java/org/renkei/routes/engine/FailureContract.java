package org.renkei.routes.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.broker.channel.Channel;
import org.renkei.broker.channel.Channels;
import org.renkei.broker.channel.Priority;
import org.renkei.routes.application.Application;
import org.renkei.routes.application.Outcome;
import org.renkei.tracking.journey.Journey;
import org.renkei.tracking.journey.JourneyState;
import org.renkei.tracking.journey.StepEvent;
import org.renkei.tracking.journey.StepOutcome;

/** What happens when a step does not do its work, the same on every kind of channel (B5, B8, C1). */
abstract class FailureContract {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path dir;

    private final List<String> others = Collections.synchronizedList(new ArrayList<>());
    private int batch = 1;
    private RunningEngine renkei;
    private JMSContext shop;

    /** As in etc/channels.yaml, without the braces. */
    abstract String kind();

    /** Adds what this kind needs. */
    RunningEngine.Builder prepared(RunningEngine.Builder builder) {
        return builder;
    }

    @AfterEach
    void stop() {
        if (shop != null) {
            shop.close();
        }
        if (renkei != null) {
            renkei.close();
        }
    }

    // ---- B8: timeouts ----

    @Test
    void b8_shouldExpireWhatWaitsInTheQueueAndDropWhatIsMadeTooLate() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        start("timeout: 2s", "end", "", (Application) job -> {
            over.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return Outcome.done("made");
        });

        send("A");
        await().atMost(PATIENCE).until(() -> channel("one").figures().inProcess() == 1);
        send("B");
        Journey waited = renkei.ended("B");
        over.countDown();
        Journey worked = renkei.ended("A");

        assertThat(List.of(waited, worked)).allSatisfy(journey -> {
            assertThat(journey.state()).isEqualTo(JourneyState.EXPIRED);
            assertThat(journey.error()).isEqualTo("RNK-3018 the timeout of step one, 2s, is over");
        });
        assertThat(dead()).containsExactlyInAnyOrder("A", "B");
    }

    @Test
    void b8_shouldNotWaitForARetryThatComesTooLate() throws Exception {
        start("timeout: 2s\n    retry: {delay: 1h, maxDelay: 1h}", "end", "", (Application) job -> {
            throw new IllegalStateException("not now");
        });

        send("A");

        Journey journey = renkei.ended("A");
        assertThat(journey.state()).isEqualTo(JourneyState.EXPIRED);
        assertThat(renkei.steps("A"))
                .extracting(StepEvent::outcome)
                .containsExactly(StepOutcome.DONE, StepOutcome.AGAIN, StepOutcome.EXPIRED);
        assertThat(dead()).containsExactly("A");
    }

    @Test
    void b8_shouldEndAJobWhoseFlowHasNoMoreTime() throws Exception {
        start("", "end", "timeout: 400ms", (Application) job -> Outcome.again(Duration.ofMillis(20), "not yet"));

        send("A");

        Journey journey = renkei.ended("A");
        assertThat(journey.state()).isEqualTo(JourneyState.EXPIRED);
        assertThat(journey.error()).isEqualTo("RNK-3018 the timeout of flow f, 400ms, is over");
        assertThat(dead()).containsExactly("A");
    }

    @Test
    void b8_shouldGoOnWhereLateJobsGo() throws Exception {
        start("timeout: {after: 2s, to: other}\n    retry: {delay: 1h, maxDelay: 1h}", "end", "", (Application) job -> {
            throw new IllegalStateException("not now");
        });

        send("A");

        assertThat(renkei.ended("A").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(renkei.steps("A")).extracting(StepEvent::step).containsExactly(null, "one", "one", "other");
        assertThat(others).containsExactly("A");
        assertThat(dead()).isEmpty();
    }

    @Test
    void b8_shouldLetALateJobEndAtTheStepForIt() throws Exception {
        start("", "end", "timeout: {after: 300ms, to: other}", (Application)
                job -> Outcome.again(Duration.ofMillis(20), "not yet"));

        send("A");

        assertThat(renkei.ended("A").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(others).containsExactly("A");
        assertThat(dead()).isEmpty();
    }

    @Test
    void b8_shouldTellTheProducerThatItsJobExpired() throws Exception {
        start("", "end", "timeout: 300ms", (Application) job -> Outcome.again(Duration.ofMillis(20), "not yet"));

        JobResult result = renkei.engine()
                .submitAndWait("f", "A", "A", Priority.NORMAL)
                .result()
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

        assertThat(result.state()).isEqualTo("EXPIRED");
        assertThat(result.error()).startsWith("RNK-3018");
    }

    @Test
    void b8_shouldNotDisturbWhatIsInTime() throws Exception {
        start("timeout: 1h", "two", "timeout: 1h", (Application) job -> Outcome.done());

        // Without a time of its own it was sent when it came.
        shop.createProducer()
                .setDisableMessageTimestamp(true)
                .setJMSCorrelationID("A")
                .send(shop.createQueue("in"), "A");

        assertThat(renkei.ended("A").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(dead()).isEmpty();
    }

    @Test
    void b8_shouldExpireWhatWaitsForAChannelThatIsShut() throws Exception {
        batch = 20;
        start("timeout: 300ms", "two", "", (Application) job -> Outcome.done());
        channel("two").block("by the test");

        List.of("A", "B", "C").forEach(this::send);

        assertThat(List.of("A", "B", "C"))
                .allSatisfy(id -> assertThat(renkei.ended(id).state()).isEqualTo(JourneyState.EXPIRED));
    }

    @Test
    void b8_shouldGoWhereLateJobsGoAlsoWhenTheCallFails() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        start("timeout: {after: 200ms, to: other}\n    retry: {count: 0}", "end", "", (Application) job -> {
            over.await(1, TimeUnit.SECONDS);
            throw new IllegalStateException("too late");
        });

        send("A");

        assertThat(renkei.ended("A").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(others).containsExactly("A");
    }

    // ---- B5: fallback ----

    @Test
    void b5_shouldGoToTheFallbackWhileTheTargetIsBlocked() throws Exception {
        start("fallback: other", "two", "", (Application) job -> Outcome.done());
        channel("two").block("by the test");

        send("A");
        Journey detoured = renkei.ended("A");
        channel("two").unblock();
        send("B");

        assertThat(detoured.state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(renkei.steps("A")).extracting(StepEvent::step).containsExactly(null, "one", "other");
        assertThat(renkei.steps("A").get(1).error()).startsWith("to other in place of two: RNK-2002");
        assertThat(renkei.steps("B")).extracting(StepEvent::step).containsExactly(null, "one", "two");
        assertThat(others).containsExactly("A");
    }

    @Test
    void b5_shouldGoToTheFallbackWhileTheTargetIsFull() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        start("fallback: other", "two", "", (Application) job -> {
            if (job.step().equals("two")) {
                over.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
            return Outcome.done();
        });

        send("A");
        await().atMost(PATIENCE).until(() -> channel("two").figures().current() == 1);
        send("B");
        Journey detoured = renkei.ended("B");
        over.countDown();

        assertThat(detoured.state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(renkei.steps("B")).extracting(StepEvent::step).containsExactly(null, "one", "other");
        assertThat(renkei.steps("B").get(1).error()).startsWith("to other in place of two: RNK-2003");
        assertThat(renkei.steps("A")).extracting(StepEvent::step).containsExactly(null, "one", "two");
    }

    @Test
    void b5_shouldWaitWhileTheFallbackIsShutToo() throws Exception {
        Set<String> called = ConcurrentHashMap.newKeySet();
        start("fallback: other", "two", "", (Application) job -> {
            called.add(job.step());
            return Outcome.done();
        });
        channel("two").block("by the test");
        channel("other").block("by the test");

        send("A");
        await().atMost(PATIENCE).until(() -> channel("one").figures().current() == 1);
        await().during(Duration.ofMillis(300)).until(called::isEmpty);
        channel("other").unblock();

        assertThat(renkei.ended("A").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(others).containsExactly("A");
    }

    // ---- B3: commands ----

    @Test
    void b3_shouldDoAsTheExitCodeOfACommandSays() throws Exception {
        Files.writeString(dir.resolve("script"), """
                #!/bin/sh
                read code
                echo "seen $code by $RENKEI_CORRELATION at attempt $RENKEI_ATTEMPT"
                echo "exits with $code" >&2
                exit $code
                """);
        assertThat(dir.resolve("script").toFile().setExecutable(true)).isTrue();
        renkei = prepared(RunningEngine.in(dir)
                        .channels("in: {kind: persistent}\n" + channel("one", "") + channel("other", ""))
                        .flow("""
                                flow: f
                                start: in
                                steps:
                                  one:
                                    channel: one
                                    command: {run: [../script], output: body, done: [0, 10], failed: [20]}
                                    retry: {count: 1, delay: 10ms}
                                    next: other
                                  other: {channel: other, bean: keep, next: end}
                                """)
                        .application("keep", (Application) job -> {
                            others.add(job.text());
                            return Outcome.done();
                        }))
                .start();
        shop = renkei.connect();

        List.of("0", "10", "20", "30").forEach(this::send);

        assertThat(renkei.ended("0").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(renkei.ended("10").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(others).containsExactlyInAnyOrder("seen 0 by 0 at attempt 1\n", "seen 10 by 10 at attempt 1\n");
        assertThat(renkei.ended("20").error()).isEqualTo("RNK-3011 exit 20: exits with 20");
        assertThat(renkei.ended("30").error())
                .isEqualTo("RNK-3010 failed 2 times, at last by CommandFailed: exit 30: exits with 30");
        assertThat(dead()).containsExactlyInAnyOrder("20", "30");
    }

    // ---- C1: retries ----

    @Test
    void c1_shouldShowARetryAsScheduled() throws Exception {
        start("retry: {delay: 1h, maxDelay: 1h}", "end", "", (Application) job -> {
            throw new IllegalStateException("not now");
        });

        send("A");

        await().atMost(PATIENCE).until(() -> channel("one").figures().scheduled() == 1);
        await().atMost(PATIENCE)
                .until(() -> renkei.find("A") != null && renkei.find("A").error() != null);
        assertThat(renkei.find("A").state()).isEqualTo(JourneyState.RUNNING);
        assertThat(renkei.find("A").error()).isEqualTo("IllegalStateException: not now");
        StepEvent failed = renkei.journeys().steps(renkei.find("A").job()).get(1);
        assertThat(failed.next().get(0).notBefore())
                .isAfter(failed.endedAt().plus(Duration.ofMinutes(59)))
                .isBefore(failed.endedAt().plus(Duration.ofMinutes(61)));
    }

    /**
     * Steps {@code one}, {@code two} and {@code other}; the application is called by the first two, {@code other} keeps what comes.
     *
     * @param next where the first leads
     */
    private void start(String one, String next, String flow, Application application) {
        renkei = prepared(RunningEngine.in(dir)
                        .channels("in: {kind: persistent}\n"
                                + channel("one", "consumers: 1, batch: " + batch)
                                + channel("two", "max: 1, watch: 1, unblock: 0, consumers: 1, batch: 1")
                                + channel("other", "consumers: 1"))
                        .flow("""
                                flow: f
                                start: in
                                %s
                                steps:
                                  one:
                                    channel: one
                                    bean: app
                                    %s
                                    next:
                                      - {otherwise: %s}
                                      - {when: "${body} == 'to two'", to: two}
                                      - {when: "${body} == 'to other'", to: other}
                                  two: {channel: two, bean: app, next: end}
                                  other: {channel: other, bean: keep, next: end}
                                """.formatted(flow, one, next))
                        .application("app", application)
                        .application("keep", (Application) job -> {
                            others.add(job.text());
                            return Outcome.done();
                        }))
                .start();
        shop = renkei.connect();
    }

    private String channel(String name, String more) {
        return name + ": {" + kind() + ", " + more + "}\n";
    }

    private Channel channel(String name) {
        return renkei.channels().channel(name);
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
