package org.renkei.routes.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.renkei.broker.channel.ChannelState;
import org.renkei.broker.channel.Priority;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.tracking.journey.JourneyState;

/** To block a flow, to pause an application and to block a channel are three things (A5), on each kind of channel. */
@ParameterizedClass
@EnumSource(value = KindOfChannel.class, mode = EnumSource.Mode.EXCLUDE, names = "POSTGRESQL")
class SwitchesTest extends SwitchesFixture {

    @Parameter
    KindOfChannel kind;

    @Override
    KindOfChannel kind() {
        return kind;
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
}
