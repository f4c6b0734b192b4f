package org.renkei.broker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.renkei.broker.channel.Body;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.ChannelFigures;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.ChannelSession;
import org.renkei.broker.channel.ChannelState;
import org.renkei.broker.channel.Channels;
import org.renkei.broker.channel.Priority;
import org.renkei.broker.error.RenkeiException;

/** What every channel does, whatever its kind. */
abstract class ChannelContract {

    static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration NOT_LONG = Duration.ofMillis(300);

    @TempDir
    Path folder;

    private TestBroker broker;

    /** A channel of the kind under test. */
    abstract ChannelConfig channel();

    /** Whatever the kind needs besides. */
    TestBroker prepared(TestBroker bare) {
        return bare;
    }

    /** Whether the broker, and what it has in memory, ends with this process. */
    boolean brokerEndsToo() {
        return true;
    }

    TestBroker broker() {
        return broker;
    }

    @BeforeEach
    void start() {
        broker = prepared(TestBroker.in(folder))
                .with("in", channel())
                .with("out", channel())
                .with("single", with(config -> config.batch = 1))
                .with("small", with(config -> config.max = 10L))
                .with("short", with(config -> config.lifetime = Duration.ofMillis(200)))
                .with("urgent", with(config -> config.priority = Priority.HIGH))
                .with("closed", with(config -> config.autostart = false))
                .with("elsewhere", ChannelKind.PERSISTENT)
                .with("memory", ChannelKind.VOLATILE)
                .start();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void shouldCommitWhatItReceivedAndSentAsOne() {
        send("in", "job");
        try (ChannelSession session = broker.channels().open("in")) {
            ChannelMessage job = session.receive(SOON);
            session.send("out", job.withBody(Body.of("done")));
            session.send("elsewhere", job);
            session.send("memory", job);
            assertThat(figures("out").current()).isZero();
            assertThat(figures("in").inProcess()).isEqualTo(1);

            session.commit();
        }
        await().until(() -> figures("out").current() == 1
                && figures("in").current() == 0
                && figures("elsewhere").current() == 1
                && figures("memory").current() == 1);
        assertThat(figures("in").inProcess()).isZero();
        await().until(() -> figures("in").out() == 1);
        assertThat(take("out").body()).isEqualTo(Body.of("done"));
    }

    @Test
    void shouldTakeFromElsewhereWhatIsCommittedThere() {
        send("elsewhere", "job");
        send("memory", "job");
        for (String from : List.of("elsewhere", "memory")) {
            try (ChannelSession session = broker.channels().open(from)) {
                session.send("in", session.receive(SOON));
                assertThat(figures("out").current()).isZero();
                session.commit();
            }
        }

        await().until(() -> figures("in").current() == 2);
        assertThat(take("in").text("n")).isEqualTo("job");
    }

    @Test
    void shouldGiveBackWhatItReceivedAndForgetWhatItSentAtRollback() {
        send("in", "job");
        try (ChannelSession session = broker.channels().open("in")) {
            ChannelMessage job = session.receive(SOON);
            session.send("out", job);
            session.send("elsewhere", job);
            session.rollback();

            assertThat(session.receive(SOON).text("n")).isEqualTo("job");
        }
        await().until(() -> figures("in").queued() == 1);
        assertThat(figures("out").current()).isZero();
        assertThat(figures("elsewhere").current()).isZero();
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
            while (taken.size() < 30) {
                for (ChannelMessage next = session.receive(SOON); next != null; next = session.receiveNow()) {
                    taken.add(next.text("n"));
                }
                session.commit();
            }
            assertThat(session.receiveNow()).isNull();
        }
        assertThat(taken).hasSize(30).startsWith("job0", "job1").doesNotHaveDuplicates();
    }

    @Test
    void shouldWakeAWorkerThatWaits() throws Exception {
        List<ChannelMessage> got = new ArrayList<>();
        Thread worker = new Thread(() -> {
            try (ChannelSession session = broker.channels().open("in")) {
                got.add(session.receive(SOON));
                session.commit();
            }
        });
        worker.start();
        await().until(() -> figures("in").consumers() > 0);

        send("in", "job");

        worker.join(SOON.toMillis());
        assertThat(got).hasSize(1).doesNotContainNull();
    }

    @Test
    void shouldNotHoardWhereOneIsTakenAtATime() {
        send("single", "a");
        send("single", "b");
        try (ChannelSession slow = broker.channels().open("single");
                ChannelSession other = broker.channels().open("single")) {
            slow.receive(SOON, 1);

            assertThat(other.receive(SOON, 1).text("n")).isEqualTo("b");
            assertThat(other.receiveNow()).isNull();
        }
    }

    @Test
    void a7_shouldDeliverHighBeforeNormalBeforeLowAndInOrderWithin() {
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
    void a7_shouldHandAGroupToOneAtATimeInOrder() {
        for (int i = 0; i < 6; i++) {
            broker.channels().send("single", message("g" + i).withGroup("customer-7"));
        }
        List<String> taken = new ArrayList<>();
        try (ChannelSession one = broker.channels().open("single");
                ChannelSession other = broker.channels().open("single")) {
            while (taken.size() < 6) {
                ChannelMessage mine = one.receive(NOT_LONG, 1);
                ChannelMessage others = other.receive(NOT_LONG, 1);
                assertThat(mine == null || others == null).isTrue();
                if (mine != null) {
                    taken.add(mine.text("n"));
                }
                if (others != null) {
                    taken.add(others.text("n"));
                }
                one.commit();
                other.commit();
            }
        }
        assertThat(taken).containsExactly("g0", "g1", "g2", "g3", "g4", "g5");
    }

    @Test
    void shouldKeepEverythingAMessageCarries() {
        Instant later = Instant.now().plusSeconds(3_600).truncatedTo(ChronoUnit.MILLIS);
        Map<String, Object> properties =
                Map.of("text", "x", "int", 7, "long", 7L, "flag", true, "double", 1.5, "_AMQ_DUPL_ID", "once");
        ChannelMessage sent = ChannelMessage.of("body")
                .withCorrelationId("correlation")
                .withReplyTo("queue://out")
                .withPriority(Priority.HIGH)
                .withExpiresAt(later)
                .withGroup("customer-7")
                .withProperties(properties);

        broker.channels().send("in", sent);
        broker.channels().send("in", sent);

        ChannelMessage got = take("in");
        assertThat(got.key()).isNotNull();
        assertThat(got.sentAt()).isBeforeOrEqualTo(Instant.now());
        assertThat(got)
                .usingRecursiveComparison()
                .usingOverriddenEquals()
                .ignoringFields("key", "id", "sentAt")
                .isEqualTo(sent);
        // The second had the same duplicate id.
        await().until(() -> figures("in").current() == 0);
    }

    @Test
    void b7_shouldSayThatItKnowsADuplicateIdAlsoAfterTheMessageWasTaken() {
        ChannelMessage first = message("first").withProperties(Map.of("_AMQ_DUPL_ID", "A", "n", "first"));

        assertThat(broker.channels().sendOnce("in", first)).isTrue();
        assertThat(broker.channels().sendOnce("in", first)).isFalse();
        assertThat(take("in").text("n")).isEqualTo("first");
        assertThat(broker.channels().sendOnce("in", first)).isFalse();
        assertThat(broker.channels().sendOnce("in", first.withProperties(Map.of("_AMQ_DUPL_ID", "B", "n", "second"))))
                .isTrue();

        assertThat(take("in").text("n")).isEqualTo("second");
        await().until(() -> figures("in").current() == 0);
    }

    @Test
    void shouldHoldAMessageBackUntilItsTimeAndShowIt() {
        broker.channels()
                .send("in", message("later").withNotBefore(Instant.now().plusSeconds(3_600)));
        broker.channels().send("in", message("soon").withNotBefore(Instant.now().plusMillis(1_500)));
        sendWith("in", "now", Priority.HIGH);
        await().until(() -> figures("in").scheduled() == 2 && figures("in").queued() == 1);

        List<String> seen = new ArrayList<>();
        broker.channel("in").browse(message -> seen.add(message.text("n")));
        assertThat(seen).containsExactlyInAnyOrder("now", "later", "soon");

        assertThat(take("in").text("n")).isEqualTo("now");
        assertThat(take("in").text("n")).isEqualTo("soon");
        await().until(() -> figures("in").scheduled() == 1);
    }

    @Test
    void shouldMoveWhatIsTooOldToTheExpired() {
        send("short", "old");
        broker.channels()
                .send("in", message("older").withExpiresAt(Instant.now().plusMillis(100)));

        await().atMost(SOON)
                .until(() -> figures("short").current() == 0
                        && figures("in").current() == 0
                        && figures(Channels.EXPIRED).current() == 2);
        assertThat(List.of(
                        take(Channels.EXPIRED).text("_AMQ_ORIG_QUEUE"),
                        take(Channels.EXPIRED).text("_AMQ_ORIG_QUEUE")))
                .containsExactlyInAnyOrder("short", "in");
    }

    @Test
    void a4_shouldRefuseSendersWhileBlockedAndServeReceivers() {
        send("in", "before");
        broker.channel("in").block("maintenance");

        assertThat(broker.channel("in").figures().state()).isEqualTo(ChannelState.BLOCKED);
        assertThatThrownBy(() -> send("in", "no"))
                .isInstanceOf(RenkeiException.class)
                .hasMessageContaining("in is blocked: maintenance");
        assertThat(take("in").text("n")).isEqualTo("before");

        broker.channel("in").unblock();
        send("in", "yes");
        assertThat(take("in").text("n")).isEqualTo("yes");
    }

    @Test
    void a3_shouldBlockAtMaxAndOpenAgain() {
        for (int i = 0; i < 10; i++) {
            send("small", "m" + i);
        }

        assertThatThrownBy(() -> send("small", "one more")).hasMessageContaining("small is full: 10 of max 10");
        await().until(() -> figures("small").alarm());

        take("small");
        await().ignoreExceptionsInstanceOf(RenkeiException.class).untilAsserted(() -> send("small", "fits again"));
        await().until(() -> figures("small").current() == 10);
    }

    @Test
    void a2_shouldTakeNothingUntilStarted() {
        assertThatThrownBy(() -> send("closed", "no")).hasMessageContaining("closed is stopped");

        broker.channel("closed").start();
        send("closed", "yes");

        assertThat(take("closed").text("n")).isEqualTo("yes");
    }

    @Test
    void a6_shouldServeWhileItDrainsAndHandOutNothingWhenStopped() {
        send("in", "a");
        send("in", "b");
        broker.channel("in").drain();

        assertThatThrownBy(() -> send("in", "no")).hasMessageContaining("draining");
        assertThat(take("in").text("n")).isEqualTo("a");

        broker.channel("in").stop();
        try (ChannelSession session = broker.channels().open("in")) {
            assertThat(session.receive(NOT_LONG)).isNull();
        }
        broker.channel("in").start();
        assertThat(take("in").text("n")).isEqualTo("b");
    }

    @Test
    void shouldKeepItsMessagesOverARestartUnlessTheyAreInMemory() {
        send("in", "a");
        broker.channels()
                .send("in", message("later").withNotBefore(Instant.now().plusSeconds(3_600)));

        broker.restart();

        boolean inMemory = channel().kind() == ChannelKind.VOLATILE && brokerEndsToo();
        await().until(() -> figures("in").current() == (inMemory ? 0 : 2));
        if (!inMemory) {
            assertThat(broker.broker().recovery().found()).isEqualTo(2);
            assertThat(figures("in").scheduled()).isEqualTo(1);
            assertThat(take("in").text("n")).isEqualTo("a");
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldBeAQueueToAnyClient(Protocol protocol) throws JMSException {
        try (Connection connection = broker.connect(protocol)) {
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            MessageProducer producer = session.createProducer(session.createQueue("in"));
            TextMessage text = session.createTextMessage("hello");
            text.setStringProperty("n", "text");
            text.setIntProperty("number", 7);
            text.setJMSCorrelationID("c-1");
            producer.send(text);
            BytesMessage bytes = session.createBytesMessage();
            bytes.writeBytes(new byte[2_000_000]);
            producer.send(bytes);
            await().until(() -> figures("in").current() == 2);

            MessageConsumer consumer = session.createConsumer(session.createQueue("in"));
            Message got = consumer.receive(SOON.toMillis());
            assertThat(got.getBody(String.class)).isEqualTo("hello");
            assertThat(got.getIntProperty("number")).isEqualTo(7);
            assertThat(got.getJMSCorrelationID()).isEqualTo("c-1");
            assertThat(got.getJMSMessageID()).isEqualTo(text.getJMSMessageID());
            assertThat(consumer.receive(SOON.toMillis()).getBody(byte[].class)).hasSize(2_000_000);
            await().until(() -> figures("in").current() == 0);
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldBePartOfAClientsTransaction(Protocol protocol) throws JMSException {
        send("in", "job");
        try (Connection connection = broker.connect(protocol)) {
            Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
            MessageConsumer consumer = session.createConsumer(session.createQueue("in"));
            MessageProducer producer = session.createProducer(session.createQueue("out"));
            producer.send(consumer.receive(SOON.toMillis()));
            session.rollback();
            assertThat(figures("out").current()).isZero();

            Message again = consumer.receive(SOON.toMillis());
            assertThat(again.getJMSRedelivered()).isTrue();
            producer.send(again);
            session.commit();
        }
        await().until(() -> figures("out").current() == 1 && figures("in").current() == 0);
        assertThat(take("out").text("n")).isEqualTo("job");
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void a4_shouldTellAClientAtOnceThatItIsRefused(Protocol protocol) throws JMSException {
        broker.channel("in").block("maintenance");
        try (Connection connection = broker.connect(protocol)) {
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            MessageProducer producer = session.createProducer(session.createQueue("in"));

            assertThatThrownBy(() -> producer.send(session.createTextMessage("no")))
                    .isInstanceOf(JMSException.class)
                    .hasMessageContaining("channel in is blocked: maintenance");
        }
        assertThat(figures("in").current()).isZero();
    }

    static ChannelMessage message(String name) {
        return ChannelMessage.of(name).withProperties(new HashMap<>(Map.of("n", name)));
    }

    void send(String channel, String name) {
        broker.channels().send(channel, message(name));
    }

    private void sendWith(String channel, String name, Priority priority) {
        broker.channels().send(channel, message(name).withPriority(priority));
    }

    ChannelFigures figures(String channel) {
        return broker.channel(channel).figures();
    }

    ChannelMessage take(String channel) {
        try (ChannelSession session = broker.channels().open(channel)) {
            ChannelMessage taken = session.receive(SOON, 1);
            assertThat(taken).isNotNull();
            session.commit();
            return taken;
        }
    }

    private ChannelConfig with(java.util.function.Consumer<Changed> change) {
        Changed changed = new Changed();
        change.accept(changed);
        ChannelConfig kind = channel();
        return new ChannelConfig(
                kind.kind(),
                changed.autostart,
                changed.max,
                null,
                null,
                null,
                changed.lifetime,
                null,
                changed.batch,
                changed.priority,
                kind.dataSource());
    }

    private static final class Changed {
        private Boolean autostart;
        private Long max;
        private Duration lifetime;
        private Integer batch;
        private Priority priority;
    }
}
