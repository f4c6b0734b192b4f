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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.broker.channel.Body;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.ChannelFigures;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.ChannelSession;
import org.renkei.broker.channel.Channels;
import org.renkei.broker.channel.Priority;
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
                .with("fast", ChannelKind.VOLATILE)
                .with(
                        "single",
                        new ChannelConfig(
                                ChannelKind.PERSISTENT, null, null, null, null, null, null, null, 1, null, null))
                .with(
                        "urgent",
                        new ChannelConfig(
                                ChannelKind.PERSISTENT,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                Priority.HIGH,
                                null))
                .with(
                        "short",
                        new ChannelConfig(
                                ChannelKind.PERSISTENT,
                                null,
                                null,
                                null,
                                null,
                                null,
                                Duration.ofMillis(200),
                                null,
                                null,
                                null,
                                null))
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
    void shouldCommitWhatItReceivedAndSentAsOne() {
        send("in", "job");
        try (ChannelSession session = broker.channels().open("in")) {
            ChannelMessage job = session.receive(SOON);
            session.send("out", job.withBody(Body.of("done")));
            assertThat(figures("out").current()).isZero();
            assertThat(figures("in").inProcess()).isEqualTo(1);

            session.commit();
        }
        await().until(() -> figures("out").current() == 1 && figures("in").current() == 0);
        assertThat(figures("in").inProcess()).isZero();
        assertThat(figures("in").out()).isEqualTo(1);
        assertThat(take("out").body()).isEqualTo(Body.of("done"));
    }

    @Test
    void shouldGiveBackWhatItReceivedAndForgetWhatItSentAtRollback() {
        send("in", "job");
        try (ChannelSession session = broker.channels().open("in")) {
            session.send("out", session.receive(SOON));
            session.rollback();

            ChannelMessage again = session.receive(SOON);
            assertThat(again.deliveries()).isEqualTo(1);
            assertThat(again.redelivered()).isTrue();
        }
        await().until(() -> figures("in").queued() == 1);
        assertThat(figures("out").current()).isZero();
    }

    @Test
    void shouldGiveBackWhatItReceivedWhenClosed() {
        send("in", "job");
        try (ChannelSession session = broker.channels().open("in")) {
            session.receive(SOON);
        }

        assertThat(take("in").text("n")).isEqualTo("job");
    }

    @Test
    void shouldTakeWhatIsThereWithoutWaiting() {
        for (int i = 0; i < 30; i++) {
            send("in", "job" + i);
        }
        List<String> taken = new ArrayList<>();
        try (ChannelSession session = broker.channels().open("in")) {
            taken.add(session.receive(SOON).text("n"));
            for (ChannelMessage next = session.receiveNow(); next != null; next = session.receiveNow()) {
                taken.add(next.text("n"));
            }
            session.commit();
        }
        assertThat(taken).hasSize(30).startsWith("job0", "job1");
    }

    @Test
    void shouldNotHoardWhereOneIsTakenAtATime() {
        send("single", "a");
        send("single", "b");
        try (ChannelSession slow = broker.channels().open("single");
                ChannelSession other = broker.channels().open("single")) {
            slow.receive(SOON);

            assertThat(other.receive(SOON).text("n")).isEqualTo("b");
            assertThat(other.receiveNow()).isNull();
        }
    }

    @Test
    void a7_shouldDeliverHighBeforeNormalBeforeLowAndInOrderWithin() {
        broker.channel("single").start();
        sendWith("single", "low", Priority.LOW);
        sendWith("single", "normal", Priority.NORMAL);
        sendWith("single", "high", Priority.HIGH);
        sendWith("single", "high2", Priority.HIGH);
        await().until(() -> figures("single").queued() == 4);

        assertThat(List.of(
                        take("single").text("n"),
                        take("single").text("n"),
                        take("single").text("n"),
                        take("single").text("n")))
                .containsExactly("high", "high2", "normal", "low");
    }

    @Test
    void a7_shouldGiveTheChannelsOwnPriority() {
        sendWith("urgent", "x", Priority.LOW);

        assertThat(take("urgent").priority()).isEqualTo(Priority.HIGH);
    }

    @Test
    void shouldKeepEverythingAMessageCarries() {
        Instant later = Instant.now().plusSeconds(3_600).truncatedTo(java.time.temporal.ChronoUnit.MILLIS);
        ChannelMessage sent = new ChannelMessage(
                null,
                null,
                "correlation",
                "queue://out",
                "order",
                Priority.HIGH,
                null,
                later,
                null,
                "customer-7",
                Map.of("text", "x", "int", 7, "long", 7L, "flag", true, "double", 1.5, "_AMQ_DUPL_ID", "once"),
                Body.of("body"),
                0,
                false);

        broker.channels().send("in", sent);
        broker.channels().send("in", sent);

        ChannelMessage got = take("in");
        assertThat(got.id()).startsWith("ID:");
        assertThat(got.sentAt()).isBeforeOrEqualTo(Instant.now());
        assertThat(got)
                .usingRecursiveComparison()
                .ignoringFields("id", "sentAt")
                .isEqualTo(sent);
        // The second had the same duplicate id.
        assertThat(figures("in").current()).isZero();
    }

    @Test
    void shouldHoldAMessageBackUntilItsTimeAndShowIt() {
        broker.channels()
                .send("in", message("later").withNotBefore(Instant.now().plusSeconds(3_600)));
        send("in", "now");
        await().until(() -> figures("in").scheduled() == 1 && figures("in").queued() == 1);

        List<String> seen = new ArrayList<>();
        broker.channel("in").browse(message -> seen.add(message.text("n")));

        assertThat(seen).containsExactly("now", "later");
        assertThat(take("in").text("n")).isEqualTo("now");
    }

    @Test
    void shouldMoveAMessageWhoseLifetimeEndedToTheExpiredOnes() {
        send("short", "late");

        await().atMost(Duration.ofSeconds(15))
                .until(() -> figures(Channels.EXPIRED).current() == 1);
        ChannelMessage expired = take(Channels.EXPIRED);
        assertThat(expired.text("n")).isEqualTo("late");
        assertThat(expired.text("_AMQ_ORIG_QUEUE")).isEqualTo("short");
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

    @Test
    void a1_shouldKeepPersistentMessagesOverARestartAndDropVolatileOnes() {
        send("in", "kept");
        send("fast", "dropped");
        await().until(() -> figures("fast").current() == 1);

        broker.restart();

        assertThat(figures("fast").current()).isZero();
        assertThat(broker.broker().recovery()).isEqualTo(new Recovery(1, 0, 0));
        assertThat(take("in").text("n")).isEqualTo("kept");
    }

    private void send(String channel, String name) {
        broker.channels().send(channel, message(name));
    }

    private void sendWith(String channel, String name, Priority priority) {
        broker.channels().send(channel, message(name).withPriority(priority));
    }

    private static ChannelMessage message(String name) {
        return ChannelMessage.of("body").withProperties(Map.of("n", name));
    }

    private ChannelMessage take(String channel) {
        try (ChannelSession session = broker.channels().open(channel)) {
            ChannelMessage taken = session.receive(SOON);
            session.commit();
            return taken;
        }
    }

    private ChannelFigures figures(String channel) {
        return broker.channel(channel).figures();
    }
}
