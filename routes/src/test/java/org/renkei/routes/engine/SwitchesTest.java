package org.renkei.routes.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.renkei.broker.channel.Channel;
import org.renkei.broker.channel.ChannelState;
import org.renkei.broker.channel.Priority;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.routes.application.Application;
import org.renkei.routes.application.Outcome;
import org.renkei.tracking.journey.JourneyState;

/** To block a flow, to pause an application and to block a channel are three things (A5), on each kind of channel. */
@ParameterizedClass
@EnumSource(value = KindOfChannel.class, mode = EnumSource.Mode.EXCLUDE, names = "POSTGRESQL")
class SwitchesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Parameter
    KindOfChannel kind;

    @TempDir
    Path dir;

    private final List<String> called = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch gate = new CountDownLatch(1);
    private RunningEngine renkei;
    private JMSContext shop;

    @AfterEach
    void stop() {
        gate.countDown();
        if (shop != null) {
            shop.close();
        }
        if (renkei != null) {
            renkei.close();
        }
    }

    // ---- a blocked flow ----

    @Test
    void a5_shouldRefuseAllProducersOfABlockedFlowAndRunOnWithWhatRuns() throws Exception {
        start();
        send("in", "gated");
        await().atMost(PATIENCE).until(() -> called.contains("one gated"));

        renkei.engine().block("f", "stocktaking (ada)");

        String told = "RNK-2012 flow f is blocked, so its start channel in takes nothing: stocktaking (ada)";
        assertThat(channel("in").figures().state()).isEqualTo(ChannelState.BLOCKED);
        assertThat(channel("in").figures().reason()).isEqualTo(told);
        assertThat(renkei.engine().blocked("f")).contains("stocktaking (ada)");
        assertThatThrownBy(() -> send("in", "B"))
                .isInstanceOf(JMSRuntimeException.class)
                .hasMessageContaining(told);
        try (JMSContext amqp = renkei.connectAmqp()) {
            assertThatThrownBy(() -> amqp.createProducer().send(amqp.createQueue("in"), "B"))
                    .isInstanceOf(JMSRuntimeException.class)
                    .hasMessageContaining(told);
        }
        assertThatThrownBy(() -> renkei.engine().submit("f", "B", "B", Priority.NORMAL))
                .isInstanceOfSatisfying(
                        RenkeiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FLOW_BLOCKED));

        gate.countDown();
        assertThat(renkei.ended("gated").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(called).containsExactly("one gated", "two gated");
        renkei.engine().unblock("f");
        send("in", "C");
        assertThat(renkei.ended("C").state()).isEqualTo(JourneyState.COMPLETED);
    }

    @Test
    void a5_shouldLetAnotherFlowWaitBeforeABlockedOne() throws Exception {
        start();
        renkei.engine().block("f", "stocktaking");

        send("other-in", "A");

        await().atMost(PATIENCE).until(() -> channel("other").figures().queued() == 1);
        assertThat(called).isEmpty();
        renkei.engine().unblock("f");
        await().atMost(PATIENCE).until(() -> called.contains("two A"));
        assertThat(called).containsExactly("one A", "one A", "two A");
    }

    @Test
    void a5_shouldKeepTheSwitchOfAFlowAndThatOfItsChannelApart() {
        assumeThat(kind).isEqualTo(KindOfChannel.PERSISTENT);
        start();
        renkei.engine().block("f", "flow");
        channel("in").block("channel");

        assertThat(refusal()).isEqualTo(ErrorCode.CHANNEL_BLOCKED);
        channel("in").unblock();
        assertThat(refusal()).isEqualTo(ErrorCode.FLOW_BLOCKED);
        channel("in").block("channel");
        renkei.engine().unblock("f");
        assertThat(refusal()).isEqualTo(ErrorCode.CHANNEL_BLOCKED);
        renkei.engine().pause("one", "pause", "ada");
        channel("in").unblock();
        assertThat(channel("in").refusal()).isEmpty();
        assertThat(channel("one").refusal()).isEmpty();
        assertThat(renkei.engine().application("one").paused()).isNotNull();
    }

    private ErrorCode refusal() {
        return channel("in").refusal().orElseThrow().code();
    }

    @Test
    void a5_shouldKeepAFlowBlockedOverARestartAlsoIfItStartsElsewhereThen() {
        assumeThat(kind).isEqualTo(KindOfChannel.PERSISTENT);
        RunningEngine.Builder builder = builder("in");
        renkei = builder.start();
        renkei.engine().block("f", "stocktaking");
        renkei.engine().block("other", "holidays");

        renkei.stop();
        renkei.start();
        shop = renkei.connect();
        assertThatThrownBy(() -> send("in", "A")).hasMessageContaining("flow f is blocked");

        shop.close();
        renkei.stop();
        builder.file("flows/f.yaml", flow("in2"));
        renkei.start();
        shop = renkei.connect();
        assertThatThrownBy(() -> send("in2", "A")).hasMessageContaining("flow f is blocked");
        assertThat(channel("in").refusal()).isEmpty();
        assertThat(channel("other-in").refusal()).isPresent();
    }

    // ---- a paused application ----

    @Test
    void a5_shouldHandNothingToAPausedApplicationAndLoseNothing() throws Exception {
        start();
        renkei.engine().pause("two", "the bank is down", "ada");

        send("in", "A");
        send("in", "B");

        await().atMost(PATIENCE).until(() -> channel("two").figures().queued() == 2);
        assertThat(called).containsExactlyInAnyOrder("one A", "one B");
        assertThat(channel("two").figures().state()).isEqualTo(ChannelState.ACTIVE);
        if (kind != KindOfChannel.VOLATILE) {
            shop.close();
            renkei.stop();
            renkei.start();
            shop = renkei.connect();
            send("in", "C");
            await().atMost(PATIENCE).until(() -> channel("two").figures().queued() == 3);
            assertThat(called).noneMatch(call -> call.startsWith("two"));
            Pause pause = renkei.engine().application("two").paused();
            assertThat(pause.by()).isEqualTo("ada");
            assertThat(pause.reason()).isEqualTo("the bank is down");
        }
        renkei.engine().resume("two");
        assertThat(renkei.ended("A").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(renkei.ended("B").state()).isEqualTo(JourneyState.COMPLETED);
    }

    @Test
    void a5_shouldEndWhatIsInHandAndHoldTheRestOfTheBatch() throws Exception {
        renkei = builder("in").build();
        renkei.startWithoutWork();
        shop = renkei.connect();
        for (String body : List.of("pausing", "B", "C")) {
            send("in", body);
        }
        renkei.engine().pause("f.one", "not yet", "ada");
        renkei.engine().startApplications();
        renkei.engine().startEntrances();
        await().atMost(PATIENCE).until(() -> channel("one").figures().queued() == 3);

        renkei.engine().resume("f.one");

        assertThat(renkei.ended("pausing").state()).isEqualTo(JourneyState.COMPLETED);
        await().atMost(PATIENCE).until(() -> channel("one").figures().queued() == 2);
        await().atMost(PATIENCE).until(() -> channel("one").figures().consumers() == 0);
        assertThat(called).containsExactly("one pausing", "two pausing");
        renkei.engine().resume("one");
        assertThat(renkei.ended("C").state()).isEqualTo(JourneyState.COMPLETED);
    }

    @Test
    void a5_shouldPauseASingleStep() throws Exception {
        start();
        renkei.engine().pause("f.one", "only here", "ada");

        send("other-in", "A");

        await().atMost(PATIENCE).until(() -> channel("one").figures().queued() == 1);
        assertThat(called).containsExactly("one A");
        assertThat(renkei.engine().application("one").paused()).isNull();
        assertThat(renkei.engine().application("one").calls())
                .extracting(ApplicationView.Call::flow, ApplicationView.Call::held)
                .containsExactlyInAnyOrder(tuple("f", true), tuple("other", false));
        assertThat(renkei.engine().pausedChannels()).containsOnlyKeys("one").containsValue("f.one");
        renkei.engine().resume("f.one");
        await().atMost(PATIENCE).until(() -> called.contains("two A"));
    }

    @Test
    void a5_shouldStayPausedWhenTheApplicationsAreStoppedAndStartedAgain() throws Exception {
        start();
        renkei.engine().pause("two", "the bank is down", "ada");
        send("in", "A");
        await().atMost(PATIENCE).until(() -> channel("two").figures().queued() == 1);

        Instant began = Instant.now();
        assertThat(renkei.engine().stopApplications(Duration.ofSeconds(20))).isTrue();
        assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(10));
        renkei.engine().startApplications();
        renkei.engine().startEntrances();
        send("in", "B");

        await().atMost(PATIENCE).until(() -> channel("two").figures().queued() == 2);
        assertThat(called).containsExactly("one A", "one B");
        renkei.engine().resume("two");
        assertThat(renkei.ended("B").state()).isEqualTo(JourneyState.COMPLETED);
    }

    @Test
    void a5_shouldListWhatTheFlowsCall() {
        assumeThat(kind).isEqualTo(KindOfChannel.PERSISTENT);
        start();

        assertThat(renkei.engine().applications())
                .extracting(ApplicationView::name, ApplicationView::kind)
                .containsExactlyInAnyOrder(
                        tuple("one", ApplicationView.Kind.BEAN),
                        tuple("two", ApplicationView.Kind.BEAN),
                        tuple("f.two", ApplicationView.Kind.URI));
        assertThat(renkei.engine().application("f.two").calls()).singleElement().satisfies(call -> {
            assertThat(call.application()).isEqualTo("log:undone");
            assertThat(call.undo()).isTrue();
            assertThat(call.channel()).isEqualTo("two");
        });
        assertThatThrownBy(() -> renkei.engine().pause("twoo", "why", "ada"))
                .hasMessageContaining("RNK-3021")
                .hasMessageContaining("did you mean two?");
        assertThatThrownBy(() -> renkei.engine().block("ff", "why")).hasMessageContaining("RNK-3002");
    }

    @Test
    void a5_shouldNotEndAJoinWhoseCopiesWaitBeforeAPausedStep() throws Exception {
        assumeThat(kind).isEqualTo(KindOfChannel.PERSISTENT);
        renkei = builder("in")
                .channels(channels("part-in", "part", "left", "right", "meet"))
                .flow("""
                        flow: part
                        start: part-in
                        steps:
                          part: {channel: part, bean: two, next: [left, right]}
                          left: {channel: left, bean: two, next: meet}
                          right: {channel: right, bean: one, next: meet}
                          meet: {channel: meet, bean: two, join: 1s, next: end}
                        """)
                .start();
        shop = renkei.connect();
        send("part-in", "{\"gated\":1}");
        await().atMost(PATIENCE).until(() -> renkei.tracking().joins().countWaiting() == 1);
        Instant due = Instant.now().plusSeconds(1);
        renkei.engine().pause("part.meet", "not yet", "ada");
        gate.countDown();
        await().atMost(PATIENCE).until(() -> channel("meet").figures().queued() == 1);

        Instant looked = due.plusSeconds(2);
        await().atMost(PATIENCE).until(() -> Instant.now().isAfter(looked));
        assertThat(channel("meet").figures().queued()).isEqualTo(1);
        renkei.engine().resume("part.meet");

        assertThat(renkei.ended("{\"gated\":1}").state()).isEqualTo(JourneyState.COMPLETED);
    }

    // ---- the flows ----

    private void start() {
        renkei = builder("in").start();
        shop = renkei.connect();
    }

    private RunningEngine.Builder builder(String startChannel) {
        return kind.prepare(RunningEngine.in(dir), null)
                .channels(channels("in2", "other-in", "two", "other"))
                .channels(kind.channel("in", "consumers: 1"))
                .channels(kind.channel("one", "consumers: 1"))
                .application("one", (Application) job -> call("one", job.text()))
                .application("two", (Application) job -> call("two", job.text()))
                .file("flows/f.yaml", flow(startChannel))
                .flow("""
                        flow: other
                        start: other-in
                        steps:
                          only: {channel: other, bean: one, next: "flow:f"}
                        """);
    }

    private String channels(String... names) {
        StringBuilder yaml = new StringBuilder();
        for (String name : names) {
            yaml.append(kind.channel(name, ""));
        }
        return yaml.toString();
    }

    private static String flow(String startChannel) {
        return """
                flow: f
                start: %s
                steps:
                  one: {channel: one, bean: one, next: two}
                  two: {channel: two, bean: two, undo: {uri: "log:undone"}, next: end}
                """.formatted(startChannel);
    }

    private Outcome call(String application, String body) throws InterruptedException {
        called.add(application + " " + body);
        if (application.equals("one") && body.contains("gated")) {
            gate.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        if (application.equals("one") && body.equals("pausing")) {
            renkei.engine().pause("one", "enough", "ada");
        }
        return Outcome.done(body);
    }

    private void send(String channel, String body) {
        shop.createProducer().setJMSCorrelationID(body).send(shop.createQueue(channel), body);
    }

    private Channel channel(String name) {
        return renkei.channels().channel(name);
    }
}
