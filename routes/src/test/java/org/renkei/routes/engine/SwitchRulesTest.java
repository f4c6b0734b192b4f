package org.renkei.routes.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.renkei.broker.error.ErrorCode;
import org.renkei.tracking.journey.JourneyState;

/** What of A5 is the same whatever the kind of the channels. */
class SwitchRulesTest extends SwitchesFixture {

    @Override
    KindOfChannel kind() {
        return KindOfChannel.PERSISTENT;
    }

    // ---- a blocked flow ----

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

    /** As workers do that get a message when they are paused, and programs that look and go. */
    @Test
    void a5_shouldNotGiveUpWhatWasOnlyGivenBack() throws Exception {
        start();
        renkei.engine().pause("two", "the bank is down", "ada");
        send("in", "A");
        await().atMost(PATIENCE).until(() -> channel("two").figures().queued() == 1);

        try (JMSContext looking = shop.createContext(JMSContext.SESSION_TRANSACTED);
                JMSConsumer consumer = looking.createConsumer(looking.createQueue("two"))) {
            for (int i = 0; i < 12; i++) {
                assertThat(consumer.receive(PATIENCE.toMillis())).isNotNull();
                looking.rollback();
            }
        }
        renkei.engine().resume("two");

        assertThat(renkei.ended("A").state()).isEqualTo(JourneyState.COMPLETED);
    }

    @Test
    void a5_shouldStayPausedWhenTheApplicationsAreStoppedAndStartedAgain() throws Exception {
        start();
        renkei.engine().pause("two", "the bank is down", "ada");
        send("in", "A");
        await().atMost(PATIENCE).until(() -> channel("two").figures().queued() == 1);

        assertThat(renkei.engine().stopApplications(Duration.ofSeconds(20))).isTrue();
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
        renkei = builder("in")
                .channels(channels("part-in", "part", "left", "right", "meet"))
                .flow("""
                        flow: part
                        start: part-in
                        steps:
                          part: {channel: part, bean: two, next: [left, right]}
                          left: {channel: left, bean: two, next: meet}
                          right: {channel: right, bean: one, next: meet}
                          meet: {channel: meet, bean: two, join: 2s, next: end}
                        """)
                .start();
        shop = renkei.connect();
        send("part-in", "{\"gated\":1}");
        await().atMost(PATIENCE).until(() -> renkei.tracking().joins().countWaiting() == 1);
        renkei.engine().pause("part.meet", "not yet", "ada");
        gate.countDown();
        await().atMost(PATIENCE).until(() -> channel("meet").figures().queued() == 1);

        await().atMost(PATIENCE).until(this::sweepHasPassed);
        await().during(Duration.ofMillis(300))
                .until(() -> channel("meet").figures().queued() == 1);
        renkei.engine().resume("part.meet");

        assertThat(renkei.ended("{\"gated\":1}").state()).isEqualTo(JourneyState.COMPLETED);
    }

    /** It puts off by a minute whatever it found due. */
    private boolean sweepHasPassed() {
        Duration soonDueToo = Duration.ofSeconds(-30);
        return renkei.tracking().joins().due("whoever looks", soonDueToo, 1).isEmpty();
    }
}
