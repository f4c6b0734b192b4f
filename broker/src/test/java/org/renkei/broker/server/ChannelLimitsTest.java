package org.renkei.broker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.renkei.broker.channel.Body;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.ChannelState;
import org.renkei.broker.config.ByteSize;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;

class ChannelLimitsTest {

    @TempDir
    Path folder;

    private TestBroker broker;

    @BeforeEach
    void start() {
        ChannelConfig later =
                new ChannelConfig(ChannelKind.PERSISTENT, false, null, null, null, null, null, null, null, null, null);
        broker = TestBroker.in(folder)
                .with("small", 10, 8, 4, 6)
                .with("later", later)
                .start();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void a3_shouldShowCurrentWatchAndMax() throws JMSException {
        send(Protocol.CORE, "small", 3);

        await().untilAsserted(() -> {
            var figures = broker.channel("small").figures();
            assertThat(figures.current()).isEqualTo(3);
            assertThat(figures.queued()).isEqualTo(3);
            assertThat(figures.watch()).isEqualTo(8);
            assertThat(figures.max()).isEqualTo(10);
            assertThat(figures.in()).isEqualTo(3);
            assertThat(figures.oldestAge()).isNotNull();
        });
    }

    @Test
    void a3_shouldRaiseTheAlarmOnceAndAgainOnlyAfterRearm() throws JMSException {
        send(Protocol.CORE, "small", 8);
        await().until(() -> broker.channel("small").figures().alarm());

        take("small", 3);
        await().until(() -> broker.channel("small").figures().current() == 5);
        assertThat(broker.channel("small").figures().alarm()).isTrue();

        take("small", 1);
        await().until(() -> !broker.channel("small").figures().alarm());
    }

    @Test
    void a3_shouldOpenAFullChannelAtUnblockAndNotBefore() throws JMSException {
        send(Protocol.CORE, "small", 10);
        assertThat(broker.channel("small").refusal()).isPresent();
        assertThat(broker.channel("small").figures().state()).isEqualTo(ChannelState.BLOCKED);

        take("small", 3);
        assertThatThrownBy(() -> send(Protocol.CORE, "small", 1)).hasMessageContaining("RNK-2003");

        take("small", 1);
        await().until(() -> broker.channel("small").refusal().isEmpty());
        send(Protocol.CORE, "small", 1);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void a4_shouldRefuseASenderOfAFullChannelAtOnceAndNameTheReason(Protocol protocol) throws JMSException {
        send(protocol, "small", 10);

        assertThatThrownBy(() -> send(protocol, "small", 1))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("RNK-2003 channel small is full: 10 of max 10; it opens again at 6");
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void a4_shouldRefuseASenderOfABlockedChannelWhileReceiversGoOn(Protocol protocol) throws JMSException {
        send(protocol, "small", 1);
        broker.channel("small").block("admin: month end");

        assertThatThrownBy(() -> send(protocol, "small", 1))
                .hasMessageContaining("RNK-2002 channel small is blocked: admin: month end");
        take("small", 1);

        broker.channel("small").unblock();
        send(protocol, "small", 1);
    }

    @Test
    void a4_shouldKeepABlockByHandOverARestart() {
        broker.channel("small").block("admin: month end");

        broker.restart();

        assertThat(broker.channel("small").refusal())
                .get()
                .extracting(RenkeiException::code)
                .isEqualTo(ErrorCode.CHANNEL_BLOCKED);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void d2_shouldRefuseASenderOfAStoppedChannelAtOnce(Protocol protocol) {
        assertThatThrownBy(() -> send(protocol, "later", 1))
                .hasMessageContaining("RNK-2004 channel later is stopped; start it with: renkei channel start later");

        broker.channel("later").start();
        assertThatCode(() -> send(protocol, "later", 1)).doesNotThrowAnyException();
    }

    @Test
    void d2_shouldRefuseEverySenderBeforeTheChannelsAreOpened() {
        broker.close();
        broker.startClosed();

        assertThatThrownBy(() -> send(Protocol.CORE, "small", 1)).hasMessageContaining("RNK-2004");
    }

    @Test
    void d2_shouldLetMessagesWaitWhereNobodyReceives() throws JMSException {
        send(Protocol.CORE, "small", 2);

        assertThat(broker.channel("small").refusal()).isEmpty();
        await().until(() -> broker.channel("small").figures().queued() == 2);
    }

    @Test
    void a6_shouldRunEmptyWhileDraining() throws JMSException {
        send(Protocol.CORE, "small", 2);
        broker.channel("small").drain();

        assertThat(broker.channel("small").figures().state()).isEqualTo(ChannelState.DRAINING);
        assertThatThrownBy(() -> send(Protocol.CORE, "small", 1)).hasMessageContaining("draining");
        take("small", 2);
        await().until(() -> broker.channel("small").figures().current() == 0);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void a4_shouldFailTheCommitOfATransactionThatWasRefused(Protocol protocol) throws JMSException {
        try (Connection connection = broker.connect(protocol);
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            MessageProducer producer = session.createProducer(session.createQueue("small"));

            assertThatThrownBy(() -> {
                        for (int i = 0; i < 30; i++) {
                            producer.send(session.createTextMessage("one huge transaction"));
                        }
                        session.commit();
                    })
                    .isInstanceOf(JMSException.class);
        }
        await().untilAsserted(() -> {
            assertThat(broker.channel("small").figures().current()).isZero();
            assertThat(broker.channel("small").refusal()).isEmpty();
        });
        send(protocol, "small", 1);
    }

    @Test
    void a4_shouldCountWhatOpenTransactionsHold() throws JMSException {
        try (Connection connection = broker.connect(Protocol.CORE);
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            MessageProducer producer = session.createProducer(session.createQueue("small"));
            for (int i = 0; i < 7; i++) {
                producer.send(session.createTextMessage("held"));
            }
            // A round trip, so that the broker has seen them all.
            session.createTemporaryQueue();

            assertThatThrownBy(() -> send(Protocol.CORE, "small", 4)).hasMessageContaining("RNK-2003");
            session.commit();
        }
        await().until(() -> broker.channel("small").figures().current() == 10);
    }

    @Test
    void a4_shouldNeverExceedMaxWithManySenders() throws Exception {
        AtomicInteger accepted = new AtomicInteger();
        List<Callable<Void>> senders = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            senders.add(() -> {
                try (Connection connection = broker.connect(Protocol.CORE);
                        Session session = connection.createSession()) {
                    MessageProducer producer = session.createProducer(session.createQueue("small"));
                    for (int j = 0; j < 5; j++) {
                        producer.send(session.createTextMessage("x"));
                        accepted.incrementAndGet();
                    }
                } catch (JMSException refused) {
                    // as it should be, for all but ten
                }
                return null;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(8);
        threads.invokeAll(senders);
        threads.shutdown();

        assertThat(accepted).hasValue(10);
        await().until(() -> broker.channel("small").figures().current() == 10);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 300_000, 3_000_000})
    void a4_shouldCloseTheConnectionOfASenderWhoWaitsForNoAnswer(int length) throws Exception {
        broker.channel("small").block("admin");
        try (Connection connection = broker.connect(Protocol.CORE);
                Session session = connection.createSession()) {
            AtomicInteger told = new AtomicInteger();
            connection.setExceptionListener(e -> told.incrementAndGet());
            MessageProducer producer = session.createProducer(session.createQueue("small"));
            producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);

            producer.send(session.createTextMessage("x".repeat(length)));

            await().until(() -> told.get() > 0);
        }
    }

    @Test
    void a4_shouldTellUnansweredMessagesFromOthersInAnyOrder() throws Exception {
        try (Connection connection = broker.connect(Protocol.CORE);
                Session session = connection.createSession()) {
            AtomicInteger told = new AtomicInteger();
            connection.setExceptionListener(e -> told.incrementAndGet());
            MessageProducer producer = session.createProducer(session.createQueue("small"));
            for (int length : new int[] {1, 300_000, 1, 300_000}) {
                producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
                producer.send(session.createTextMessage("x".repeat(length)));
                producer.setDeliveryMode(DeliveryMode.PERSISTENT);
                producer.send(session.createTextMessage("x".repeat(length)));
            }
            broker.channel("small").block("admin");

            // These wait for their answer, so that their connection stays.
            for (int length : new int[] {1, 300_000}) {
                assertThatThrownBy(() -> producer.send(session.createTextMessage("x".repeat(length))))
                        .hasMessageContaining("RNK-2002");
            }
            session.createTemporaryQueue();
            assertThat(told).hasValue(0);

            producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
            producer.send(session.createTextMessage("x".repeat(300_000)));
            await().until(() -> told.get() > 0);
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldRefuseAMessageThatIsTooLarge(Protocol protocol) throws Exception {
        restartWithMaxMessageOf1MiB();

        sendBytes(broker.factory(protocol), 900 << 10, false);
        assertThatThrownBy(() -> sendBytes(broker.factory(protocol), 2 << 20, false))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("RNK-2009 channel small takes no message larger than 1MiB (broker.maxMessage)");
        assertThatThrownBy(() -> sendBytes(broker.factory(protocol), 2 << 20, true))
                .isInstanceOf(JMSException.class);

        await().until(() -> broker.channel("small").figures().current() == 1);
        take("small", 1);
        await().until(this::largeMessageFiles, files -> files == 0);
    }

    @Test
    void shouldRefuseATooLargeMessageThatComesInOnePacket() {
        restartWithMaxMessageOf1MiB();
        ActiveMQConnectionFactory onePacket = broker.core("shop", broker.password());
        onePacket.setMinLargeMessageSize(10 << 20);

        assertThatThrownBy(() -> sendBytes(onePacket, 2 << 20, false)).hasMessageContaining("RNK-2009");
    }

    @Test
    void shouldCountACompressedMessageAsWhatItInflatesTo() throws Exception {
        restartWithMaxMessageOf1MiB();
        ActiveMQConnectionFactory compressing = broker.core("shop", broker.password());
        compressing.setCompressLargeMessage(true);

        // The last one stays larger than a packet.
        for (int length : new int[] {2 << 20, 20 << 20, 150 << 20}) {
            assertThatThrownBy(() -> sendBytes(compressing, length, false))
                    .as(length + " bytes")
                    .hasMessageContaining("RNK-2009");
        }
        sendBytes(compressing, 900 << 10, false);

        try (var session = broker.channels().open("small")) {
            assertThat(session.receive(Duration.ofSeconds(5)).body())
                    .isInstanceOfSatisfying(
                            Body.Bytes.class, body -> assertThat(body.bytes()).hasSize(900 << 10));
            session.commit();
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldRefuseWhatSaysThatItIsCompressedAndIsNot(Protocol protocol) {
        assertThatThrownBy(() -> sendMarked(protocol, "_AMQ_LARGE_COMPRESSED", true))
                .hasMessageContaining("RNK-3001 channel small cannot take this message");
        assertThatThrownBy(() -> sendMarked(protocol, "_AMQ_LARGE_COMPRESSED", "yes"))
                .hasMessageContaining("RNK-3001 channel small cannot take this message");
        assertThat(broker.channel("small").figures().current()).isZero();
    }

    private void sendMarked(Protocol protocol, String property, Object value) throws JMSException {
        try (Connection connection = broker.connect(protocol);
                Session session = connection.createSession()) {
            Message message = session.createTextMessage("not compressed");
            message.setObjectProperty(property, value);
            session.createProducer(session.createQueue("small")).send(message);
        }
    }

    private void restartWithMaxMessageOf1MiB() {
        broker.close();
        broker.with(new BrokerConfig(Listener.anyPort(), Listener.anyPort(), null, null, null, ByteSize.ofMebibytes(1)))
                .start();
    }

    private static void sendBytes(ConnectionFactory factory, int length, boolean transacted) throws JMSException {
        try (Connection connection = factory.createConnection();
                Session session = connection.createSession(transacted, Session.AUTO_ACKNOWLEDGE)) {
            BytesMessage message = session.createBytesMessage();
            byte[] part = new byte[1 << 10];
            for (int i = 0; i < length / part.length; i++) {
                message.writeBytes(part);
            }
            session.createProducer(session.createQueue("small")).send(message);
            if (transacted) {
                session.commit();
            }
        }
    }

    private long largeMessageFiles() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("data/broker/large-messages"))) {
            return files.count();
        }
    }

    private void send(Protocol protocol, String channel, int messages) throws JMSException {
        try (Connection connection = broker.connect(protocol);
                Session session = connection.createSession()) {
            MessageProducer producer = session.createProducer(session.createQueue(channel));
            for (int i = 0; i < messages; i++) {
                producer.send(session.createTextMessage("x"));
            }
        }
    }

    private void take(String channel, int messages) throws JMSException {
        try (Connection connection = broker.connect(Protocol.CORE);
                Session session = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
                MessageConsumer consumer = session.createConsumer(session.createQueue(channel))) {
            for (int i = 0; i < messages; i++) {
                consumer.receive(5_000).acknowledge();
            }
        }
    }
}
