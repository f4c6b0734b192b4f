package org.renkei.broker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.broker.channel.Body;
import org.renkei.broker.channel.ChannelFigures;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.ChannelSession;
import org.renkei.broker.channel.Channels;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;

class ChannelSessionTest {

    private static final Duration SOON = Duration.ofSeconds(5);

    @TempDir
    Path folder;

    private TestBroker broker;

    @BeforeEach
    void start() {
        broker = TestBroker.in(folder)
                .with("in", ChannelKind.PERSISTENT)
                .with("out", ChannelKind.PERSISTENT)
                .start();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void shouldLeaveNoSessionBehindWhenASendFails() throws Exception {
        broker.channels().send("in", ChannelMessage.of("works"));
        ChannelMessage unsendable = ChannelMessage.of(new Body.Values(List.of(new Object())));
        int before = sessions();

        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> broker.channels().send("in", unsendable))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        assertThat(sessions()).isLessThanOrEqualTo(before);
        broker.channels().send("in", ChannelMessage.of("works again"));
        await().until(() -> broker.channel("in").figures().current() == 2);
    }

    @Test
    void shouldLeaveNoSessionBehindWhenItCannotBeNoted() throws Exception {
        int before = sessions();
        Files.delete(folder.resolve("data/in-hand"));

        assertThatThrownBy(() -> broker.channels().open("in")).hasMessageContaining("cannot write to");

        assertThat(sessions()).isEqualTo(before);
    }

    private static int sessions() throws Exception {
        return (int) ManagementFactory.getPlatformMBeanServer()
                .getAttribute(new ObjectName("org.apache.activemq.artemis:broker=\"renkei\""), "SessionCount");
    }

    @Test
    void shouldSayHowOftenItWasDelivered() {
        send("in", "job");
        try (ChannelSession session = broker.channels().open("in")) {
            assertThat(session.receive(SOON).redelivered()).isFalse();
            session.rollback();

            ChannelMessage again = session.receive(SOON);
            assertThat(again.deliveries()).isEqualTo(1);
            assertThat(again.redelivered()).isTrue();
        }
    }

    @Test
    void c4_shouldReceiveOnlyWhatItSelectsAndLeaveInPlaceWhatItSkips() {
        for (int i = 0; i < 6; i++) {
            broker.channels()
                    .send("in", ChannelMessage.of("job " + i).withProperties(Map.of("even", i % 2 == 0, "n", (long)
                            i)));
        }
        try (ChannelSession session = broker.channels().open("in", "even = true AND n < 5")) {
            assertThat(session.receive(SOON).body()).isEqualTo(Body.of("job 0"));
            assertThat(session.receive(SOON).body()).isEqualTo(Body.of("job 2"));
            session.skip();
            assertThat(session.receive(SOON).body()).isEqualTo(Body.of("job 4"));
            assertThat(session.receiveNow()).isNull();
            session.commit();
        }

        assertThat(waiting("n >= 0")).containsExactly("job 1", "job 2", "job 3", "job 5");
        assertThat(waiting("even = true")).containsExactly("job 2");
        assertThatThrownBy(() -> waiting("even =")).hasMessage("not a filter: even =");
    }

    @Test
    void c4_shouldGiveBackWhatASessionThatSelectsHadTaken() {
        for (int i = 0; i < 3; i++) {
            broker.channels().send("in", ChannelMessage.of("job " + i).withProperties(Map.of("n", i)));
        }
        try (ChannelSession session = broker.channels().open("in", "n > 0")) {
            session.receive(SOON);
            session.receive(SOON);
            session.skip();
            session.rollback();
            assertThat(session.receive(SOON).body()).isEqualTo(Body.of("job 1"));
        }

        assertThat(waiting("n >= 0")).containsExactly("job 0", "job 1", "job 2");
    }

    private List<String> waiting(String filter) {
        List<String> bodies = new ArrayList<>();
        broker.channel("in").browse(filter, message -> bodies.add(((Body.Text) message.body()).text()));
        return bodies;
    }

    @Test
    void shouldReplyToATemporaryQueueAndSayWhenItIsGone() throws JMSException {
        String gone;
        try (Connection connection = broker.connect(Protocol.CORE);
                Session jms = connection.createSession();
                ChannelSession session = broker.channels().open("in")) {
            TemporaryQueue queue = jms.createTemporaryQueue();
            MessageConsumer consumer = jms.createConsumer(queue);
            Message request = jms.createTextMessage("?");
            request.setJMSReplyTo(queue);
            jms.createProducer(jms.createQueue("in")).send(request);

            ChannelMessage job = session.receive(SOON);
            gone = job.replyTo();
            assertThat(broker.channels().isReplyAllowed(gone)).isTrue();
            assertThat(session.reply(gone, ChannelMessage.of("answer").withCorrelationId("c")))
                    .isTrue();
            session.commit();

            Message answer = consumer.receive(5_000);
            assertThat(answer.getBody(String.class)).isEqualTo("answer");
            assertThat(answer.getJMSCorrelationID()).isEqualTo("c");
            consumer.close();
            queue.delete();
        }
        send("in", "next");
        try (ChannelSession session = broker.channels().open("in")) {
            session.receive(SOON);
            assertThat(session.reply(gone, ChannelMessage.of("late"))).isFalse();
            session.commit();
        }
        assertThat(figures("in").current()).isZero();
    }

    @Test
    void b10_shouldAllowRepliesOnlyWhereAProducerMayReceive() {
        Channels channels = broker.channels();

        assertThat(channels.isReplyAllowed("queue://out")).isTrue();
        assertThat(channels.isReplyAllowed("queue://renkei.results")).isTrue();
        assertThat(channels.isReplyAllowed("temp-queue://0d5b7a9e")).isTrue();
        for (String forbidden : List.of(
                "queue://renkei.tracking",
                "temp-queue://renkei.tracking",
                "renkei.dead",
                "queue://activemq.management",
                "temp-queue://activemq.management",
                "queue://$sys.mqtt",
                "queue://unknown",
                "queue://a::b",
                "temp-queue://x::out",
                "")) {
            assertThat(channels.isReplyAllowed(forbidden)).as(forbidden).isFalse();
        }
    }

    @Test
    void shouldNameTheNearestChannel() {
        assertThatThrownBy(() -> send("outt", "x"))
                .isInstanceOf(RenkeiException.class)
                .hasMessage("RNK-2001 there is no channel outt; did you mean out?");
    }

    @Test
    void shouldUndoACommitThatFailsAndGoOn() {
        send("in", "job");
        ChannelMessage once = message("once").withProperties(Map.of("_AMQ_DUPL_ID", "same"));
        broker.channels().send("out", once);
        try (ChannelSession session = broker.channels().open("in")) {
            session.receive(SOON);
            session.send("out", once);

            assertThatThrownBy(session::commit)
                    .isInstanceOfSatisfying(
                            RenkeiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.COMMIT_FAILED));

            assertThat(session.receive(SOON).redelivered()).isTrue();
            session.commit();
        }
        assertThat(figures("out").current()).isEqualTo(1);
    }

    @Test
    void shouldSayThatTheBrokerIsLost() {
        send("in", "job");
        ChannelSession session = broker.channels().open("in");
        session.receive(SOON);
        broker.close();

        for (Runnable call : List.<Runnable>of(
                () -> session.receive(Duration.ofMillis(10)),
                session::receiveNow,
                () -> session.send("out", message("x")),
                session::commit)) {
            assertThatThrownBy(call::run)
                    .isInstanceOfSatisfying(
                            RenkeiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BROKER_LOST));
        }
        session.close();
        assertThat(broker.broker().problem()).contains("the broker is not started");
    }

    private void send(String channel, String name) {
        broker.channels().send(channel, message(name));
    }

    private static ChannelMessage message(String name) {
        return ChannelMessage.of("body").withProperties(Map.of("n", name));
    }

    private ChannelFigures figures(String channel) {
        return broker.channel(channel).figures();
    }
}
