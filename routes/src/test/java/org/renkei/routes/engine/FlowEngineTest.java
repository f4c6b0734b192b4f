package org.renkei.routes.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.broker.channel.Priority;
import org.renkei.routes.application.Application;
import org.renkei.routes.application.Job;
import org.renkei.routes.application.Outcome;
import org.renkei.tracking.journey.Journey;
import org.renkei.tracking.journey.JourneyQuery;
import org.renkei.tracking.journey.JourneyState;
import org.renkei.tracking.journey.StepEvent;
import org.renkei.tracking.journey.StepOutcome;

/** Flows over a real broker and a real database, through the front door: a JMS client in, a journey out. */
class FlowEngineTest {
    private static final String TWO_STEPS = """
            in: {kind: persistent}
            one: {kind: persistent}
            two: {kind: persistent}
            """;

    @TempDir
    Path dir;

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
    void b4_shouldTakeTheRouteWhoseConditionHoldsAndOtherwiseTheOther() {
        start(RunningEngine.in(dir)
                .channels(
                        "in: {kind: persistent}\none: {kind: persistent}\ncheap: {kind: persistent}\ndear: {kind: persistent}")
                .flow("""
                        flow: f
                        start: in
                        accept: {format: json}
                        steps:
                          one:
                            channel: one
                            bean: pass
                            next:
                              - {when: "${body[total]} > 100", to: dear}
                              - {otherwise: cheap}
                          cheap: {channel: cheap, bean: pass, next: end}
                          dear: {channel: dear, bean: pass, next: end}
                        """)
                .application("pass", passing()));

        send("in", "{\"total\": 500}", "A");
        send("in", "{\"total\": 5}", "B");

        assertThat(stepsPassed("A")).containsExactly("one", "dear");
        assertThat(stepsPassed("B")).containsExactly("one", "cheap");
    }

    @Test
    void b4_shouldSendACopyToEveryRouteThatHoldsAndEndWhenAllHaveEnded() {
        start(RunningEngine.in(dir)
                .channels(TWO_STEPS + "three: {kind: persistent}\n")
                .flow("""
                        flow: f
                        start: in
                        steps:
                          one:
                            channel: one
                            bean: pass
                            next: [{to: two}, {to: three}]
                          two: {channel: two, bean: pass, next: end}
                          three: {channel: three, bean: pass, next: end}
                        """)
                .application("pass", passing()));

        send("in", "x", "A");

        assertThat(renkei.ended("A").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(stepsPassed("A")).containsExactlyInAnyOrder("one", "two", "three");
        assertThat(renkei.steps("A")).extracting(StepEvent::branch).containsExactlyInAnyOrder("", "", ".1", ".2");
    }

    @Test
    void b4_shouldDeadLetterWhenNoRouteHolds() throws JMSException {
        start(RunningEngine.in(dir)
                .channels("in: {kind: persistent}\none: {kind: persistent}")
                .flow("""
                        flow: f
                        start: in
                        accept: {format: json}
                        steps:
                          one: {channel: one, bean: pass, next: [{when: "${body[total]} > 100", to: end}]}
                        """)
                .application("pass", passing()));

        send("in", "{\"total\": 5}", "A");

        Journey journey = renkei.ended("A");
        assertThat(journey.state()).isEqualTo(JourneyState.FAILED);
        assertThat(journey.error()).startsWith("RNK-3008").contains("step one");
        assertThat(dead())
                .singleElement()
                .satisfies(message ->
                        assertThat(message.getStringProperty("renkei_job")).isEqualTo(journey.job()));
    }

    @Test
    void c1_shouldTryAgainAfterItsDelayAndCountTheAttempts() {
        List<Integer> attempts = Collections.synchronizedList(new ArrayList<>());
        start(single("retry: {count: 3, delay: 20ms}", job -> {
            attempts.add(job.attempt());
            if (job.attempt() < 3) {
                throw new IllegalStateException("the bank is busy");
            }
            return Outcome.done();
        }));

        send("in", "x", "A");

        assertThat(renkei.ended("A").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(attempts).containsExactly(1, 2, 3);
        assertThat(renkei.steps("A"))
                .extracting(StepEvent::outcome)
                .containsExactly(StepOutcome.DONE, StepOutcome.AGAIN, StepOutcome.AGAIN, StepOutcome.DONE);
        assertThat(renkei.steps("A").get(1).error()).isEqualTo("IllegalStateException: the bank is busy");
    }

    @Test
    void c2_shouldDeadLetterWithTheReasonWhenTriesAreUsedUp() throws JMSException {
        AtomicInteger calls = new AtomicInteger();
        start(single("retry: {count: 2, delay: 10ms}", job -> {
            calls.incrementAndGet();
            throw new IllegalStateException("the bank is shut");
        }));

        send("in", "precious", "A");

        assertThat(renkei.ended("A").state()).isEqualTo(JourneyState.FAILED);
        assertThat(renkei.ended("A").error())
                .isEqualTo("RNK-3010 failed 3 times, at last by IllegalStateException: the bank is shut");
        assertThat(calls).hasValue(3);
        assertThat(dead()).singleElement().satisfies(message -> {
            assertThat(((TextMessage) message).getText()).isEqualTo("precious");
            assertThat(message.getJMSCorrelationID()).isEqualTo("A");
            assertThat(message.getStringProperty("renkei_error")).startsWith("RNK-3010");
            assertThat(message.getStringProperty("renkei_origin")).isEqualTo("one");
        });
    }

    @Test
    void b3_shouldDoWhatTheOutcomeSays() {
        Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
        start(single("retry: {count: 0}", job -> {
            int call = calls.computeIfAbsent(job.correlationId(), id -> new AtomicInteger())
                    .incrementAndGet();
            return switch (job.text()) {
                case "again" -> call < 3 ? Outcome.again(Duration.ofMillis(10), "not yet") : Outcome.done();
                case "repeat" -> call < 3 ? Outcome.repeat("once more") : Outcome.done();
                case "failed" -> Outcome.failed("no such customer");
                case "endless" -> Outcome.repeat("for ever");
                case "null" -> null;
                default -> Outcome.done(Map.of("made", job.text()));
            };
        }));

        for (String wish : List.of("again", "repeat", "failed", "endless", "null", "done")) {
            send("in", wish, wish);
        }

        assertThat(renkei.ended("again").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(renkei.steps("again")).hasSize(4);
        assertThat(renkei.ended("repeat").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(renkei.steps("repeat")).hasSize(2);
        assertThat(renkei.ended("failed").error()).isEqualTo("RNK-3011 no such customer");
        assertThat(renkei.ended("endless").error()).contains("100 times in a row");
        assertThat(renkei.ended("null").error()).contains("returned no outcome");
        assertThat(renkei.ended("done").state()).isEqualTo(JourneyState.COMPLETED);
    }

    @Test
    void b3_shouldCallTheHooksInOrder() {
        List<String> hooks = Collections.synchronizedList(new ArrayList<>());
        start(single("retry: {count: 1, delay: 0s}", new Application() {
            @Override
            public void before(Job job) {
                hooks.add("before");
            }

            @Override
            public Outcome process(Job job) {
                hooks.add("process");
                if (job.attempt() == 1) {
                    throw new IllegalStateException("first");
                }
                return Outcome.done();
            }

            @Override
            public void after(Job job) {
                hooks.add("after");
            }

            @Override
            public void onError(Job job, Exception error) {
                hooks.add("onError " + error.getMessage());
                throw new IllegalStateException("changes nothing");
            }
        }));

        send("in", "x", "A");

        assertThat(renkei.ended("A").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(hooks).containsExactly("before", "process", "onError first", "before", "process", "after");
    }

    @Test
    void shouldNotRollBackTheNeighboursOfAMessageThatFails() {
        Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
        start(single("retry: {count: 2, delay: 10ms}", job -> {
            calls.computeIfAbsent(job.correlationId(), id -> new AtomicInteger())
                    .incrementAndGet();
            if (job.text().equals("bad")) {
                throw new IllegalStateException("bad");
            }
            return Outcome.done();
        }));

        IntStream.range(0, 200).forEach(i -> send("in", i % 10 == 0 ? "bad" : "good", "J" + i));

        renkei.awaitCount(JourneyState.FAILED, 20);
        renkei.awaitCount(JourneyState.COMPLETED, 180);
        calls.forEach((id, count) ->
                assertThat(count).as(id).hasValue(Integer.parseInt(id.substring(1)) % 10 == 0 ? 3 : 1));
    }

    @Test
    void b3_shouldCallCamelEndpointsAndPlainBeans() {
        start(RunningEngine.in(dir)
                .channels(TWO_STEPS)
                .flow("""
                        flow: f
                        start: in
                        steps:
                          one: {channel: one, uri: "direct:shout", next: two}
                          two: {channel: two, bean: plain, method: twice, next: end}
                        """)
                .file("routes/shout.camel.yaml", """
                        - from:
                            uri: direct:shout
                            steps:
                              - setBody:
                                  simple: "${body}!"
                              - setHeader:
                                  name: loudness
                                  constant: "11"
                        """)
                .application("plain", new PlainBean()));
        TemporaryQueue answers = shop.createTemporaryQueue();

        shop.createProducer().setJMSReplyTo(answers).setJMSCorrelationID("A").send(queue("in"), "hey");

        assertThat(shop.createConsumer(answers).receiveBody(String.class, 20_000))
                .isEqualTo("hey!hey!");
        assertThat(renkei.ended("A").state()).isEqualTo(JourneyState.COMPLETED);
    }

    /** A class that knows nothing of Renkei. */
    public static final class PlainBean {
        public String twice(String text) {
            return text + text;
        }
    }

    @Test
    void b3_shouldSendOnWhatARouteLeftOfTheMessage() throws JMSException {
        start(RunningEngine.in(dir)
                .channels("in: {kind: persistent}\nemptied: {kind: persistent}\nstripped: {kind: persistent}")
                .file("routes/lessens.camel.yaml", """
                        - from:
                            uri: channel:in
                            steps:
                              - removeHeader:
                                  name: secret
                              - to: channel:stripped
                              - setBody:
                                  simple: "${null}"
                              - to: channel:emptied
                        """));

        shop.createProducer()
                .setProperty("secret", "s")
                .setProperty("kept", "k")
                .send(queue("in"), "hey");

        TextMessage stripped =
                (TextMessage) shop.createConsumer(queue("stripped")).receive(20_000);
        assertThat(stripped.getText()).isEqualTo("hey");
        assertThat(stripped.getStringProperty("kept")).isEqualTo("k");
        assertThat(stripped.propertyExists("secret")).isFalse();
        Message emptied = shop.createConsumer(queue("emptied")).receive(20_000);
        assertThat(emptied).isNotInstanceOf(TextMessage.class);
        assertThat(emptied.getStringProperty("kept")).isEqualTo("k");
    }

    @Test
    void shouldKeepARouteOfTheUsersOwnInOneTransactionThoughItSplitsAndChangesThreads() {
        start(RunningEngine.in(dir)
                .channels("lists: {kind: persistent}\nitems: {kind: persistent}\nseen: {kind: persistent}")
                .file("routes/split.camel.yaml", """
                        - from:
                            uri: channel:lists
                            steps:
                              - split:
                                  tokenize: ","
                                  parallelProcessing: true
                                  steps:
                                    - to: channel:items
                              - choice:
                                  when:
                                    - simple: "${body} contains 'poison'"
                                      steps:
                                        - throwException:
                                            exceptionType: java.lang.IllegalStateException
                                            message: poisoned
                        - from:
                            uri: channel:items
                            steps:
                              - to: channel:seen
                        """));

        send("lists", "a,b,poison", "bad");
        send("lists", "c,d", "good");

        await().until(() -> renkei.channels().channel("seen").figures().current() == 2);
        assertThat(renkei.browse("seen")).extracting(this::text).containsExactlyInAnyOrder("c", "d");
        // the failed list waits for its next try, and none of its items was sent
        assertThat(renkei.channels().channel("lists").figures().scheduled()).isEqualTo(1);
    }

    @Test
    void b6_shouldAnswerAFailureToo() throws JMSException {
        start(single("retry: {count: 0}", job -> Outcome.failed("no such customer")));
        TemporaryQueue answers = shop.createTemporaryQueue();
        TextMessage order = shop.createTextMessage("x");
        order.setJMSReplyTo(answers);

        shop.createProducer().send(queue("in"), order);

        Message reply = shop.createConsumer(answers).receive(20_000);
        assertThat(reply.getStringProperty("renkei_state")).isEqualTo("FAILED");
        assertThat(reply.getStringProperty("renkei_error")).isEqualTo("RNK-3011 no such customer");
        assertThat(reply.getJMSCorrelationID()).isEqualTo(order.getJMSMessageID());
    }

    @Test
    void b6_shouldKeepAResultForAnotherProgramWhenItsReceiverIsGone() throws JMSException {
        CountDownLatch gone = new CountDownLatch(1);
        start(single("", job -> {
            gone.await(20, TimeUnit.SECONDS);
            return Outcome.done("late");
        }));
        TemporaryQueue receiver;
        try (JMSContext impatient = renkei.connect()) {
            receiver = impatient.createTemporaryQueue();
            impatient
                    .createProducer()
                    .setJMSCorrelationID("A")
                    .setJMSReplyTo(receiver)
                    .send(impatient.createQueue("in"), "x");
        }
        await().until(() -> isGone(receiver));
        gone.countDown();

        String selector = "JMSCorrelationID = 'A'";
        Message result = shop.createConsumer(queue("renkei.results"), selector).receive(20_000);

        assertThat(((TextMessage) result).getText()).isEqualTo("late");
        assertThat(result.getJMSExpiration()).isPositive();
        assertThat(renkei.ended("A").state()).isEqualTo(JourneyState.COMPLETED);
    }

    private boolean isGone(TemporaryQueue queue) {
        try (JMSContext admin = renkei.connectAdmin();
                QueueBrowser browser = admin.createBrowser(queue)) {
            browser.getEnumeration();
            return false;
        } catch (JMSException | JMSRuntimeException e) {
            return true;
        }
    }

    @Test
    void b6_shouldAnswerAnAmqpClient() throws JMSException {
        start(single("", job -> Outcome.done(job.text() + " done")));
        try (JMSContext amqp = renkei.connectAmqp()) {
            TemporaryQueue answers = amqp.createTemporaryQueue();

            amqp.createProducer()
                    .setJMSReplyTo(answers)
                    .setJMSCorrelationID("A")
                    .send(amqp.createQueue("in"), "x");

            Message reply = amqp.createConsumer(answers).receive(20_000);
            assertThat(((TextMessage) reply).getText()).isEqualTo("x done");
            assertThat(reply.getJMSCorrelationID()).isEqualTo("A");
        }
    }

    @Test
    void b7_shouldStartOneJobForOneDuplicateIdEvenWhenTheBrokerHasForgottenIt() throws JMSException {
        AtomicInteger calls = new AtomicInteger();
        start(single("", job -> {
            if ("A".equals(job.correlationId())) {
                calls.incrementAndGet();
            }
            return Outcome.done();
        }));
        sendWithDuplicateId("in", "A", "dup-1");
        Journey first = renkei.ended("A");

        sendWithDuplicateId("in", "A", "dup-1");
        forgetDuplicateIds();
        sendWithDuplicateId("in", "A", "dup-1");

        await().until(() -> renkei.journeys().steps(first.job()).stream()
                .anyMatch(step -> step.outcome() == StepOutcome.DUPLICATE));
        assertThat(calls).hasValue(1);
        assertThat(renkei.find("A").state()).isEqualTo(JourneyState.COMPLETED);
    }

    /** A crash after the first step's database took the job and before the start channel was told. */
    @Test
    void c5_shouldNotTakeAJobsOwnFirstMessageForADuplicate() throws JMSException {
        renkei = single("", passing()).build();
        renkei.startWithoutWork();
        shop = renkei.connect();
        sendWithDuplicateId("in", "A", "dup-1");
        try (JMSContext crashing = renkei.connect().createContext(JMSContext.SESSION_TRANSACTED);
                JMSConsumer consumer = crashing.createConsumer(crashing.createQueue("in"))) {
            consumer.receive(10_000);
            crashing.rollback();
        }
        String job = JobIds.forDuplicateId("f", "dup-1");
        Instant now = Instant.now();
        renkei.tracking()
                .writer()
                .write(List.of(new StepEvent(
                        job,
                        "",
                        1,
                        "f",
                        "1",
                        "A",
                        null,
                        "one",
                        "one",
                        "app",
                        1,
                        false,
                        now,
                        now,
                        now,
                        StepOutcome.DONE,
                        null,
                        Map.of(),
                        List.of(),
                        "node-1")));
        assertThat(renkei.find("A").partial()).isTrue();

        renkei.engine().startApplications();
        renkei.engine().startEntrances();

        await().until(() -> !renkei.find("A").partial());
        assertThat(renkei.ended("A").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(renkei.steps("A")).extracting(StepEvent::outcome).containsOnly(StepOutcome.DONE);
    }

    /** As it does of itself when 20,000 others have come. */
    private void forgetDuplicateIds() throws JMSException {
        try (JMSContext admin = renkei.connectAdmin()) {
            Queue answers = admin.createTemporaryQueue();
            TextMessage request = admin.createTextMessage("[]");
            request.setStringProperty("_AMQ_ResourceName", "address.in");
            request.setStringProperty("_AMQ_OperationName", "clearDuplicateIdCache");
            request.setJMSReplyTo(answers);
            admin.createProducer().send(admin.createQueue("activemq.management"), request);
            Message answer = admin.createConsumer(answers).receive(10_000);
            assertThat(answer.getBooleanProperty("_AMQ_OperationSucceeded")).isTrue();
        }
    }

    @Test
    void b9_shouldFailAJobThatGoesRoundAndRound() {
        start(RunningEngine.in(dir).channels(TWO_STEPS).flow("""
                        flow: f
                        start: in
                        passes: 7
                        steps:
                          one: {channel: one, bean: pass, next: [{when: "${body} == 'never'", to: end}, {otherwise: two}]}
                          two: {channel: two, bean: pass, next: one}
                        """).application("pass", passing()));

        send("in", "round", "A");

        assertThat(renkei.ended("A").error()).startsWith("RNK-3009").contains("passed 7 steps");
        assertThat(renkei.steps("A")).hasSize(1 + 8);
    }

    @Test
    void a7_shouldKeepTheOrderOfAGroupThoughManyWorkersRun() {
        ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
        start(single("", job -> {
            seen.add(job.text());
            return Outcome.done();
        }));

        for (int i = 0; i < 200; i++) {
            shop.createProducer().setProperty("JMSXGroupID", "g" + i % 2).send(queue("in"), i % 2 + ":" + i / 2);
        }

        renkei.awaitCount(JourneyState.COMPLETED, 200);
        for (String group : List.of("0:", "1:")) {
            assertThat(seen.stream().filter(text -> text.startsWith(group)).map(text -> text.substring(2)))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 100).mapToObj(Integer::toString).toList());
        }
    }

    @Test
    void shouldNotCallTheApplicationWhileTheNextChannelRefuses() {
        AtomicInteger calls = new AtomicInteger();
        start(RunningEngine.in(dir)
                .channels(TWO_STEPS)
                .flow("""
                        flow: f
                        start: in
                        steps:
                          one: {channel: one, bean: counting, next: two}
                          two: {channel: two, bean: pass, next: end}
                        """)
                .application("counting", (Application) job -> {
                    calls.incrementAndGet();
                    return Outcome.done();
                })
                .application("pass", passing()));
        send("in", "x", "before");
        renkei.ended("before");
        renkei.channels().channel("two").block("by the test");

        send("in", "x", "during");

        await().until(() -> renkei.channels().channel("one").figures().current() == 1);
        // longer than a worker that was already waiting for its next message goes on waiting
        await().during(Duration.ofMillis(800)).until(() -> calls.get() == 1);
        renkei.channels().channel("two").unblock();
        assertThat(renkei.ended("during").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(calls).hasValue(2);
    }

    @Test
    void shouldGoOnWithoutTheTrackingDatabaseAndCatchUpLater() {
        AtomicInteger calls = new AtomicInteger();
        start(single("", job -> {
            calls.incrementAndGet();
            return Outcome.done();
        }));
        renkei.tracking().close();

        IntStream.range(0, 50).forEach(i -> send("in", "x", "J" + i));

        await().until(() -> calls.get() == 50);
        await().until(() -> renkei.engine().problem().isPresent());
        shop.close();
        renkei.stop();
        renkei.start();
        shop = renkei.connect();
        renkei.awaitCount(JourneyState.COMPLETED, 50);
        assertThat(calls).hasValue(50);
    }

    @Test
    void d3_shouldResumeAfterARestartWhatWasQueued() {
        AtomicInteger calls = new AtomicInteger();
        renkei = single("", job -> {
                    calls.incrementAndGet();
                    return Outcome.done();
                })
                .build();
        renkei.startWithoutWork();
        shop = renkei.connect();
        IntStream.range(0, 30).forEach(i -> send("in", "x", "J" + i));
        shop.close();
        renkei.stop();
        assertThat(calls).hasValue(0);

        renkei.start();
        shop = renkei.connect();

        renkei.awaitCount(JourneyState.COMPLETED, 30);
        assertThat(calls).hasValue(30);
    }

    @Test
    void d3_shouldStopWithNothingLeftInVolatileChannels() {
        AtomicInteger mails = new AtomicInteger();
        start(RunningEngine.in(dir)
                .channels("in: {kind: persistent}\none: {kind: persistent}\nmail: {kind: volatile}")
                .flow("""
                        flow: f
                        start: in
                        steps:
                          one: {channel: one, bean: slow, next: mail}
                          mail: {channel: mail, bean: mailing, next: end}
                        """)
                .application("slow", (Application) job -> {
                    new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
                    return Outcome.done();
                })
                .application("mailing", (Application) job -> {
                    mails.incrementAndGet();
                    return Outcome.done();
                }));
        IntStream.range(0, 500).forEach(i -> send("in", "x", "J" + i));
        await().until(() -> mails.get() > 20);

        renkei.engine().stopEntrances(Duration.ofSeconds(10));
        assertThat(renkei.engine().stopApplications(Duration.ofSeconds(10))).isTrue();

        assertThat(renkei.channels().channel("mail").figures().current()).isZero();
        assertThat(renkei.channels().channel("one").figures().current()
                        + renkei.channels().channel("in").figures().current())
                .isPositive();
    }

    @Test
    void a1_shouldTellWhichJobsWereLostWithAVolatileChannel() {
        start(RunningEngine.in(dir)
                .channels("in: {kind: persistent}\none: {kind: persistent}\nfast: {kind: volatile, autostart: true}")
                .flow("""
                        flow: f
                        start: in
                        steps:
                          one: {channel: one, bean: pass, next: [{when: "${body} == 'keep'", to: end}, {otherwise: fast}]}
                          fast: {channel: fast, bean: later, next: end}
                        """)
                .application("pass", passing())
                .application("later", (Application) job -> Outcome.again(Duration.ofHours(1), "not now")));
        send("in", "keep", "kept");
        send("in", "risk", "lost");
        assertThat(renkei.ended("kept").state()).isEqualTo(JourneyState.COMPLETED);
        await().until(() -> renkei.channels().channel("fast").figures().scheduled() == 1);
        assertThat(renkei.engine().awaitTracking(Duration.ofSeconds(10))).isTrue();
        shop.close();
        renkei.stop();

        renkei.start();
        shop = renkei.connect();

        Journey journey = renkei.ended("lost");
        assertThat(journey.state()).isEqualTo(JourneyState.LOST);
        assertThat(renkei.find("kept").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(renkei.engine().lostSinceStart()).isEqualTo(1);
    }

    @Test
    void a2_shouldTrackAndKeepAMessageWhoseLifetimeEnded() throws Exception {
        CountDownLatch taken = new CountDownLatch(1);
        CountDownLatch expired = new CountDownLatch(1);
        start(RunningEngine.in(dir)
                .channels("in: {kind: persistent}\none: {kind: persistent, lifetime: 1s, consumers: 1, batch: 1}")
                .flow("flow: f\nstart: in\nsteps:\n  one: {channel: one, bean: slow, next: end}\n")
                .application("slow", (Application) job -> {
                    taken.countDown();
                    expired.await(30, TimeUnit.SECONDS);
                    return Outcome.done();
                }));

        send("in", "x", "in time");
        assertThat(taken.await(10, TimeUnit.SECONDS)).isTrue();
        send("in", "x", "too late");

        await().atMost(Duration.ofSeconds(30))
                .until(() -> renkei.find("too late") != null
                        && renkei.find("too late").state() == JourneyState.EXPIRED);
        expired.countDown();
        assertThat(renkei.ended("in time").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(dead())
                .singleElement()
                .satisfies(message ->
                        assertThat(message.getStringProperty("renkei_error")).startsWith("RNK-3014"));
    }

    @Test
    void a2_shouldTrackAMessageWhoseLifetimeEndedBeforeItWasAJob() throws JMSException {
        renkei = single("", passing()).build();
        renkei.startWithoutWork();
        shop = renkei.connect();
        shop.createProducer().setTimeToLive(50).setJMSCorrelationID("A").send(queue("in"), "x");
        await().until(() -> renkei.channels().channel("in").figures().current() == 0);
        shop.close();
        renkei.stop();

        renkei.start();
        shop = renkei.connect();

        assertThat(renkei.ended("A").state()).isEqualTo(JourneyState.EXPIRED);
        assertThat(dead())
                .singleElement()
                .satisfies(message ->
                        assertThat(message.getStringProperty("renkei_origin")).isEqualTo("in"));
    }

    @Test
    void shouldStartAnotherFlowFromAStep() {
        start(RunningEngine.in(dir)
                .channels(TWO_STEPS + "in2: {kind: persistent}\n")
                .flow("flow: first\nstart: in\nsteps:\n  one: {channel: one, bean: pass, next: 'flow:second'}\n")
                .flow("flow: second\nstart: in2\nsteps:\n  two: {channel: two, bean: pass, next: end}\n")
                .application("pass", passing()));

        String job = renkei.engine().submit("first", "x", null, Priority.HIGH);

        renkei.awaitCount(JourneyState.COMPLETED, 2);
        assertThat(renkei.journeys().find(job).orElseThrow().flow()).isEqualTo("first");
        assertThat(renkei.journeys()
                        .search(JourneyQuery.builder().flow("second").build()))
                .singleElement()
                .satisfies(other -> assertThat(other.parent()).isEqualTo(job));
    }

    @Test
    void shouldHandTheResultToWhoeverWaitsInTheSameProcess() throws Exception {
        start(single("", job -> Outcome.done(job.text() + " done")));

        JobResult result = renkei.engine()
                .submitAndWait("f", "x", "A", Priority.NORMAL)
                .result()
                .get(20, TimeUnit.SECONDS);

        assertThat(result.state()).isEqualTo("COMPLETED");
        assertThat(result.body()).isEqualTo("x done");
    }

    @Test
    void b1_shouldNotBlockALoopThatIsFull() {
        AtomicInteger calls = new AtomicInteger();
        start(RunningEngine.in(dir)
                .channels("in: {kind: persistent}\nround: {kind: persistent, max: 5, consumers: 1, batch: 1}")
                .flow("""
                        flow: f
                        start: in
                        steps:
                          round:
                            channel: round
                            bean: count
                            next: [{when: "${body} == 'done'", to: end}, {otherwise: round}]
                        """)
                .application("count", (Application) job -> {
                    calls.incrementAndGet();
                    return Outcome.done(
                            job.text().equals("0") ? "done" : String.valueOf(Integer.parseInt(job.text()) - 1));
                }));

        IntStream.range(0, 40).forEach(i -> send("in", "3", "J" + i));

        renkei.awaitCount(JourneyState.COMPLETED, 40);
        assertThat(calls).hasValue(160);
    }

    @Test
    void b9_shouldEndALoopOverFlowsToo() {
        start(RunningEngine.in(dir)
                .channels(TWO_STEPS + "in2: {kind: persistent}\n")
                .flow("""
                        flow: ping
                        start: in
                        passes: 10
                        steps:
                          one: {channel: one, bean: pass, next: [{when: "${body} == 'never'", to: end}, {otherwise: 'flow:pong'}]}
                        """)
                .flow(
                        "flow: pong\nstart: in2\npasses: 10\nsteps:\n  two: {channel: two, bean: pass, next: 'flow:ping'}\n")
                .application("pass", passing()));

        send("in", "x", "A");

        renkei.awaitCount(JourneyState.FAILED, 1);
        assertThat(renkei.journeys()
                        .search(JourneyQuery.builder()
                                .state(JourneyState.FAILED)
                                .build()))
                .singleElement()
                .satisfies(journey -> assertThat(journey.error()).startsWith("RNK-3009"));
    }

    @Test
    void b6_shouldAnswerOnceThoughSeveralRoutesHold() throws JMSException {
        start(RunningEngine.in(dir)
                .channels(TWO_STEPS)
                .flow("""
                        flow: f
                        start: in
                        steps:
                          one: {channel: one, bean: pass, next: [{to: end}, {to: two}]}
                          two: {channel: two, bean: late, next: end}
                        """)
                .application("pass", passing())
                .application("late", (Application) job -> Outcome.done("of the other copy")));
        TemporaryQueue answers = shop.createTemporaryQueue();

        shop.createProducer().setJMSReplyTo(answers).setJMSCorrelationID("A").send(queue("in"), "x");

        assertThat(renkei.ended("A").state()).isEqualTo(JourneyState.COMPLETED);
        JMSConsumer receiver = shop.createConsumer(answers);
        assertThat(receiver.receiveBody(String.class, 20_000)).isEqualTo("x");
        assertThat(receiver.receiveNoWait()).isNull();
    }

    @Test
    void b6_shouldAnswerWhenTheJobEndsByStartingAnotherFlow() {
        start(RunningEngine.in(dir)
                .channels(TWO_STEPS + "in2: {kind: persistent}\n")
                .flow("flow: first\nstart: in\nsteps:\n  one: {channel: one, bean: pass, next: 'flow:second'}\n")
                .flow("flow: second\nstart: in2\nsteps:\n  two: {channel: two, bean: pass, next: end}\n")
                .application("pass", passing()));
        TemporaryQueue answers = shop.createTemporaryQueue();

        shop.createProducer().setJMSReplyTo(answers).send(queue("in"), "x");

        assertThat(shop.createConsumer(answers).receiveBody(String.class, 20_000))
                .isEqualTo("x");
    }

    @Test
    void b6_shouldNotMindWhatKindOfBodyIsAwaited() throws Exception {
        start(RunningEngine.in(dir)
                .channels("in: {kind: persistent}\none: {kind: persistent}")
                .flow("flow: f\nstart: in\nsteps:\n  one: {channel: one, bean: mapping, next: end}\n")
                .application("mapping", new MappingBean()));

        JobResult result = renkei.engine()
                .submitAndWait("f", "x", "A", Priority.NORMAL)
                .result()
                .get(20, TimeUnit.SECONDS);

        assertThat(result.state()).isEqualTo("COMPLETED");
        assertThat(result.body()).isEqualTo("{\"text\":\"x\"}");
        assertThat(renkei.ended("A").attempts()).isEqualTo(1);
    }

    /** Makes a map message. */
    public static final class MappingBean {
        public Map<String, Object> map(String text) {
            return text.equals("bad") ? Map.of("nested", Map.of("too", "deep")) : Map.of("text", text);
        }
    }

    @Test
    void b10_shouldFailOnlyTheJobWhoseResultCannotBeAMessage() {
        start(RunningEngine.in(dir)
                .channels("in: {kind: persistent}\none: {kind: persistent, consumers: 1}")
                .flow(
                        "flow: f\nstart: in\nsteps:\n  one: {channel: one, bean: mapping, retry: {count: 1, delay: 10ms}, next: end}\n")
                .application("mapping", new MappingBean()));

        IntStream.range(0, 20).forEach(i -> send("in", i == 7 ? "bad" : "good", "J" + i));

        renkei.awaitCount(JourneyState.COMPLETED, 19);
        renkei.awaitCount(JourneyState.FAILED, 1);
        assertThat(renkei.find("J7").error()).startsWith("RNK-3006").contains("cannot be the body of a message");
        assertThat(renkei.find("J8").attempts()).isEqualTo(1);
    }

    @Test
    void shouldRetryAndSetAsideAMessageOfAUsersRouteThatCarriesADuplicateId() throws JMSException {
        start(RunningEngine.in(dir)
                .channels("mine: {kind: persistent}\nyours: {kind: persistent}")
                .file("routes/failing.camel.yaml", """
                        - from:
                            uri: channel:mine?retries=1
                            steps:
                              - throwException:
                                  exceptionType: java.lang.IllegalStateException
                                  message: broken
                        - from:
                            uri: channel:yours?retries=0
                            steps:
                              - throwException:
                                  exceptionType: java.lang.IllegalStateException
                                  message: broken
                        """));

        sendWithDuplicateId("mine", "A", "same");
        sendWithDuplicateId("yours", "B", "same");

        await().until(() -> renkei.channels().channel("renkei.dead").figures().current() == 2);
        for (Message message : dead()) {
            assertThat(message.getStringProperty("renkei_error")).contains("broken");
        }
    }

    private void start(RunningEngine.Builder builder) {
        renkei = builder.start();
        shop = renkei.connect();
    }

    /** A flow "f" of one step. */
    private RunningEngine.Builder single(String stepKeys, Application application) {
        return RunningEngine.in(dir)
                .channels("in: {kind: persistent}\none: {kind: persistent}")
                .flow("flow: f\nstart: in\nsteps:\n  one:\n    channel: one\n    bean: app\n    next: end\n    "
                        + stepKeys + "\n")
                .application("app", application);
    }

    private static Application passing() {
        return job -> Outcome.done();
    }

    private void send(String channel, String text, String correlationId) {
        shop.createProducer().setJMSCorrelationID(correlationId).send(queue(channel), text);
    }

    private void sendWithDuplicateId(String channel, String correlationId, String duplicateId) {
        shop.createProducer()
                .setJMSCorrelationID(correlationId)
                .setProperty("_AMQ_DUPL_ID", duplicateId)
                .send(queue(channel), "x");
    }

    private Queue queue(String name) {
        return shop.createQueue(name);
    }

    private List<String> stepsPassed(String correlationId) {
        return renkei.steps(correlationId).stream()
                .map(StepEvent::step)
                .filter(step -> step != null)
                .toList();
    }

    /** What lies in the dead letters, as the administrator sees it. */
    private List<Message> dead() {
        return renkei.browse("renkei.dead");
    }

    private String text(Message message) {
        try {
            return message instanceof BytesMessage ? "bytes" : ((TextMessage) message).getText();
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }
}
