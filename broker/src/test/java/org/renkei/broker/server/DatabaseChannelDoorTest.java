package org.renkei.broker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.apache.activemq.artemis.api.jms.ActiveMQJMSConstants;
import org.apache.activemq.artemis.core.transaction.impl.XidImpl;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQXAConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.renkei.broker.access.Role;
import org.renkei.broker.channel.Body;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.ChannelFigures;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.ChannelSession;
import org.renkei.broker.channel.Channels;
import org.renkei.broker.channel.Priority;
import org.renkei.broker.table.DataSourceConfig;

/** How messages get through the door of a database channel, in and out. */
class DatabaseChannelDoorTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int SOON_MS = 10_000;
    private static final int NOTHING_MS = 300;
    private static final int SMALL_MAX = 10;

    @TempDir
    static Path folder;

    private static TestBroker broker;

    @BeforeAll
    static void start() {
        broker = TestBroker.in(folder)
                .with("business", DataSourceConfig.embedded())
                .with("orders", ChannelConfig.in("business"))
                .with("small", small())
                .with("mail", ChannelKind.PERSISTENT)
                .start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @BeforeEach
    void empty() {
        for (String channel : List.of("orders", "small", Channels.DEAD, Channels.EXPIRED)) {
            try (ChannelSession session = broker.channels().open(channel)) {
                while (session.receive(Duration.ZERO) != null) {
                    session.commit();
                }
            }
        }
        await().atMost(SOON).until(() -> figures("orders").current() == 0);
    }

    @ParameterizedTest
    @CsvSource({"CORE,CORE", "CORE,AMQP", "AMQP,CORE", "AMQP,AMQP"})
    void shouldCarryEachKindOfBody(Protocol in, Protocol out) throws Exception {
        String large = "連携 0123456789".repeat(40_000);
        try (Connection connection = broker.connect(in);
                Session session = connection.createSession()) {
            MessageProducer producer = session.createProducer(session.createQueue("orders"));
            producer.send(session.createTextMessage("連携 job"));
            producer.send(session.createTextMessage(large));
            BytesMessage bytes = session.createBytesMessage();
            bytes.writeBytes(new byte[] {1, 2, 3});
            producer.send(bytes);
            MapMessage map = session.createMapMessage();
            map.setString("name", "Sato");
            map.setInt("count", 7);
            producer.send(map);
            StreamMessage stream = session.createStreamMessage();
            stream.writeString("a");
            stream.writeLong(7);
            producer.send(stream);
            producer.send(session.createObjectMessage("harmless"));
        }
        try (Connection connection = broker.connect(out);
                Session session = connection.createSession();
                MessageConsumer consumer = session.createConsumer(session.createQueue("orders"))) {
            assertThat(((TextMessage) consumer.receive(SOON_MS)).getText()).isEqualTo("連携 job");
            assertThat(((TextMessage) consumer.receive(SOON_MS)).getText()).isEqualTo(large);
            assertThat(((BytesMessage) consumer.receive(SOON_MS)).getBodyLength())
                    .isEqualTo(3);
            MapMessage map = (MapMessage) consumer.receive(SOON_MS);
            assertThat(map.getString("name")).isEqualTo("Sato");
            assertThat(map.getInt("count")).isEqualTo(7);
            StreamMessage stream = (StreamMessage) consumer.receive(SOON_MS);
            assertThat(stream.readString()).isEqualTo("a");
            assertThat(stream.readLong()).isEqualTo(7);
            assertThat(consumer.receive(SOON_MS)).isInstanceOf(ObjectMessage.class);
        }
        await().atMost(SOON).until(() -> figures("orders").current() == 0);
        assertThat(figures(Channels.DEAD).current()).isZero();
        assertThat(largeMessageFiles()).isEmpty();
    }

    @Test
    void shouldReadWhatWasCompressed() throws Exception {
        ActiveMQConnectionFactory factory = broker.core("shop", broker.password());
        factory.setCompressLargeMessage(true);
        String compressible = "0123456789".repeat(100_000);
        StringBuilder noise = new StringBuilder();
        new java.util.Random(7).ints(400_000, ' ', '~').forEach(letter -> noise.append((char) letter));
        try (Connection connection = factory.createConnection();
                Session session = connection.createSession()) {
            MessageProducer producer = session.createProducer(session.createQueue("orders"));
            producer.send(session.createTextMessage(compressible));
            producer.send(session.createTextMessage(noise.toString()));
        }
        try (ChannelSession session = broker.channels().open("orders")) {
            assertThat(session.receive(SOON).body()).isEqualTo(Body.of(compressible));
            assertThat(session.receive(SOON).body()).isEqualTo(Body.of(noise.toString()));
            session.commit();
        }
        assertThat(largeMessageFiles()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldCarryEverythingAWorkerMayAskFor(Protocol protocol) throws JMSException {
        String id;
        Instant expires;
        try (Connection connection = broker.connect(protocol);
                Session session = connection.createSession()) {
            MessageProducer producer = session.createProducer(session.createQueue("orders"));
            Message message = dressed(session);
            producer.send(message, DeliveryMode.NON_PERSISTENT, 8, 60_000);
            id = message.getJMSMessageID();
            expires = Instant.ofEpochMilli(message.getJMSExpiration());
        }
        try (ChannelSession session = broker.channels().open("orders")) {
            ChannelMessage got = session.receive(SOON);
            assertThat(got.id()).isEqualTo(id);
            assertThat(got.correlationId()).isEqualTo("c-1");
            assertThat(got.type()).isEqualTo("order");
            assertThat(got.replyTo()).isEqualTo("queue://mail");
            assertThat(got.priority()).isEqualTo(Priority.HIGH);
            assertThat(Duration.between(got.expiresAt(), expires).abs()).isLessThan(Duration.ofSeconds(1));
            assertThat(got.group()).isEqualTo("g");
            assertThat(got.properties())
                    .containsEntry("text", "t")
                    .containsEntry("int", 1)
                    .containsEntry("long", 2L)
                    .containsEntry("double", 2.5)
                    .containsEntry("float", 1.5f)
                    .containsEntry("flag", true)
                    .containsEntry("short", (short) 3)
                    .containsEntry("byte", (byte) 4)
                    .doesNotContainKey("renkei_forged");
            session.commit();
        }
    }

    @ParameterizedTest
    @CsvSource({"CORE,CORE", "CORE,AMQP", "AMQP,AMQP"})
    void shouldCarryEverythingAConsumerMayAskFor(Protocol in, Protocol out) throws JMSException {
        Message sent;
        try (Connection connection = broker.connect(in);
                Session session = connection.createSession()) {
            sent = dressed(session);
            session.createProducer(session.createQueue("orders")).send(sent, DeliveryMode.PERSISTENT, 8, 60_000);
        }
        try (Connection connection = broker.connect(out);
                Session session = connection.createSession();
                MessageConsumer consumer = session.createConsumer(session.createQueue("orders"))) {
            Message got = consumer.receive(SOON_MS);
            assertThat(got.getJMSMessageID()).isEqualTo(sent.getJMSMessageID());
            assertThat(got.getJMSCorrelationID()).isEqualTo("c-1");
            assertThat(got.getJMSType()).isEqualTo("order");
            assertThat(((Queue) got.getJMSReplyTo()).getQueueName()).isEqualTo("mail");
            assertThat(got.getJMSPriority()).isEqualTo(Priority.HIGH.jms());
            assertThat(got.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
            assertThat(got.getJMSExpiration() - sent.getJMSExpiration()).isBetween(-1_000L, 1_000L);
            assertThat(got.getJMSRedelivered()).isFalse();
            assertThat(got.getStringProperty("JMSXGroupID")).isEqualTo("g");
            assertThat(got.getLongProperty("long")).isEqualTo(2);
            assertThat(got.getBooleanProperty("flag")).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldKeepAMessageUntilItsTime(Protocol protocol) throws JMSException {
        try (Connection connection = broker.connect(protocol);
                Session session = connection.createSession();
                MessageConsumer consumer = session.createConsumer(session.createQueue("orders"))) {
            MessageProducer producer = session.createProducer(session.createQueue("orders"));
            producer.setDeliveryDelay(1_500);
            producer.send(session.createTextMessage("later"));
            assertThat(figures("orders").scheduled()).isEqualTo(1);
            assertThat(consumer.receive(NOTHING_MS)).isNull();
            assertThat(consumer.receive(SOON_MS)).isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void a4_shouldRefuseAtOnce(Protocol protocol) throws JMSException {
        try (Connection connection = broker.connect(protocol);
                Session session = connection.createSession();
                Session transacted = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            MessageProducer producer = session.createProducer(session.createQueue("orders"));
            broker.channel("orders").block("stocktaking");
            refuses(() -> producer.send(session.createTextMessage("x")), "stocktaking");
            refuses(
                    () -> {
                        transacted
                                .createProducer(transacted.createQueue("orders"))
                                .send(transacted.createTextMessage("x"));
                        transacted.commit();
                    },
                    "stocktaking");
            broker.channel("orders").unblock();
            broker.channel("orders").stop();
            refuses(() -> producer.send(session.createTextMessage("x")), "stopped");
        } finally {
            broker.channel("orders").unblock();
            broker.channel("orders").start();
        }
        assertThat(figures("orders").current()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void a3_shouldLetInExactlyMaxHoweverManySend(Protocol protocol) throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(4);
        AtomicInteger accepted = new AtomicInteger();
        for (int i = 0; i < 4; i++) {
            boolean transacted = i % 2 == 0;
            senders.execute(() -> accepted.addAndGet(sendUntilRefused(protocol, transacted)));
        }
        senders.shutdown();
        assertThat(senders.awaitTermination(1, TimeUnit.MINUTES)).isTrue();

        assertThat(accepted).hasValue(SMALL_MAX);
        assertThat(figures("small").current()).isEqualTo(SMALL_MAX);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldStoreNothingOfAUserWhoMayNotSend(Protocol protocol) throws Exception {
        String password = broker.users().add("auditor-" + protocol, Set.of(Role.VIEW));
        try (Connection connection =
                broker.factory(protocol, "auditor-" + protocol, password).createConnection()) {
            connection.start();
            Session session = connection.createSession();
            assertThatThrownBy(() -> session.createProducer(session.createQueue("orders"))
                            .send(session.createTextMessage("x")))
                    .isInstanceOf(JMSException.class);
        }
        assertThat(figures("orders").current()).isZero();
    }

    @Test
    void shouldTakeFromConsumersThatAcknowledgeInAdvance() throws JMSException {
        send(5);
        try (Connection connection = broker.connect(Protocol.CORE);
                Session session = connection.createSession(false, ActiveMQJMSConstants.PRE_ACKNOWLEDGE);
                MessageConsumer consumer = session.createConsumer(session.createQueue("orders"))) {
            assertThat(all(consumer)).containsExactly("0", "1", "2", "3", "4");
        }
        await().atMost(SOON).until(() -> figures("orders").current() == 0);
    }

    @Test
    void shouldTakeFromConsumersToWhomAllIsSettled() throws JMSException {
        send(5);
        JmsConnectionFactory factory = new JmsConnectionFactory(
                "shop",
                broker.password(),
                "amqp://127.0.0.1:" + broker.broker().amqpPort() + "?jms.presettlePolicy.presettleConsumers=true");
        try (Connection connection = factory.createConnection();
                Session session = connection.createSession();
                MessageConsumer consumer = session.createConsumer(session.createQueue("orders"))) {
            connection.start();
            assertThat(all(consumer)).containsExactly("0", "1", "2", "3", "4");
        }
        await().atMost(SOON).until(() -> figures("orders").current() == 0);
    }

    @Test
    void shouldMoveALentMessageToTheExpired() throws JMSException {
        try (Connection connection = broker.connect(Protocol.CORE);
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageConsumer consumer = session.createConsumer(session.createQueue("orders"))) {
            MessageProducer producer = session.createProducer(session.createQueue("orders"));
            producer.send(session.createTextMessage("lasting"));
            producer.setTimeToLive(1_000);
            producer.send(session.createTextMessage("short"));
            session.commit();
            // Lent to this consumer, and given back too late.
            assertThat(consumer.receive(SOON_MS)).isNotNull();
            long end = consumer.receive(SOON_MS).getJMSExpiration();
            await().until(() -> System.currentTimeMillis() > end);
            session.rollback();

            assertThat(((TextMessage) consumer.receive(SOON_MS)).getText()).isEqualTo("lasting");
            session.commit();
        }
        try (ChannelSession expired = broker.channels().open(Channels.EXPIRED)) {
            assertThat(expired.receive(SOON).body()).isEqualTo(Body.of("short"));
            expired.commit();
        }
        await().atMost(SOON).until(() -> figures("orders").current() == 0);
        assertThat(figures(Channels.EXPIRED).current()).isZero();
    }

    @Test
    void shouldMakeADeadLetterOfWhatAConsumerRejects() throws JMSException {
        send(2);
        try (Connection connection = broker.connect(Protocol.AMQP);
                Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
                MessageConsumer consumer = session.createConsumer(session.createQueue("orders"))) {
            Message first = consumer.receive(SOON_MS);
            first.setIntProperty("JMS_AMQP_ACK_TYPE", 2);
            first.acknowledge();
            try (ChannelSession dead = broker.channels().open(Channels.DEAD)) {
                ChannelMessage letter = dead.receive(SOON);
                assertThat(letter.body()).isEqualTo(Body.of("0"));
                assertThat(letter.text("renkei_origin")).isEqualTo("orders");
                dead.commit();
            }
        }
        await().atMost(SOON).until(() -> figures("orders").queued() == 1);
        assertThat(figures(Channels.DEAD).current()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldShowProgramsNoTrigger(Protocol protocol) throws JMSException {
        try (Connection connection = broker.connect(protocol);
                Session session = connection.createSession();
                MessageConsumer curious =
                        session.createConsumer(session.createQueue("orders"), "renkei_trigger IS NOT NULL");
                QueueBrowser browser = session.createBrowser(session.createQueue("orders"))) {
            Message forged = session.createMessage();
            forged.setBooleanProperty("renkei_trigger", true);
            session.createProducer(session.createQueue("orders")).send(forged);
            send(20);
            assertThat(curious.receive(NOTHING_MS)).isNull();
            Enumeration<?> seen = browser.getEnumeration();
            while (seen.hasMoreElements()) {
                Message message = (Message) seen.nextElement();
                assertThat(message.propertyExists("renkei_trigger")).isFalse();
            }
        }
        await().atMost(SOON).until(() -> figures("orders").queued() == 21);
    }

    @Test
    void shouldHandOutNothingOfAStoppedChannel() throws JMSException {
        send(3);
        try (Connection connection = broker.connect(Protocol.CORE);
                Session session = connection.createSession()) {
            broker.channel("orders").stop();
            MessageConsumer consumer = session.createConsumer(session.createQueue("orders"));
            assertThat(consumer.receive(NOTHING_MS)).isNull();
            broker.channel("orders").start();
            assertThat(all(consumer)).hasSize(3);
        } finally {
            broker.channel("orders").start();
        }
    }

    @Test
    void d7_shouldCountWorkersAndProgramsConsumers() throws JMSException {
        assertThat(figures("orders").consumers()).isZero();
        try (ChannelSession worker = broker.channels().open("orders");
                Connection connection = broker.connect(Protocol.CORE);
                Session session = connection.createSession();
                MessageConsumer consumer = session.createConsumer(session.createQueue("orders"))) {
            assertThat(worker.receiveNow()).isNull();
            assertThat(consumer.receiveNoWait()).isNull();
            assertThat(figures("orders").consumers()).isEqualTo(2);
        }
        await().atMost(SOON).until(() -> figures("orders").consumers() == 0);
    }

    @Test
    void shouldGiveWhatConsumersLeaveToWorkers() throws JMSException {
        send(150);
        try (Connection connection = broker.connect(Protocol.CORE);
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageConsumer consumer = session.createConsumer(session.createQueue("orders"))) {
            assertThat(consumer.receive(SOON_MS)).isNotNull();
            await().atMost(SOON).until(() -> figures("orders").inProcess() == 100);
            assertThat(figures("orders").current()).isEqualTo(150);
        }
        await().atMost(SOON).until(() -> figures("orders").inProcess() == 0);
        assertThat(figures("orders").queued()).isEqualTo(150);
    }

    @Test
    void shouldTakeNoPartInTwoPhases() throws Exception {
        ActiveMQXAConnectionFactory factory = new ActiveMQXAConnectionFactory(
                "tcp://127.0.0.1:" + broker.broker().corePort(), "shop", broker.password());
        try (var connection = factory.createXAConnection();
                var session = connection.createXASession()) {
            Xid xid = new XidImpl(new byte[] {1}, 1, new byte[] {2});
            XAResource resource = session.getXAResource();
            resource.start(xid, XAResource.TMNOFLAGS);
            session.createProducer(session.createQueue("orders")).send(session.createTextMessage("x"));
            resource.end(xid, XAResource.TMSUCCESS);

            assertThatThrownBy(() -> resource.prepare(xid)).isInstanceOf(XAException.class);
        }
        assertThat(figures("orders").current()).isZero();
    }

    // What tests do.

    /** What is expected to be refused. */
    interface Sending {
        void send() throws JMSException;
    }

    private static void refuses(Sending sending, String reason) {
        long before = System.nanoTime();
        assertThatThrownBy(sending::send).isInstanceOf(JMSException.class).hasMessageContaining(reason);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
    }

    private static int sendUntilRefused(Protocol protocol, boolean transacted) {
        int accepted = 0;
        try (Connection connection = broker.connect(protocol);
                Session session = connection.createSession(transacted, Session.AUTO_ACKNOWLEDGE)) {
            MessageProducer producer = session.createProducer(session.createQueue("small"));
            while (accepted <= SMALL_MAX) {
                producer.send(session.createTextMessage("x"));
                if (transacted) {
                    session.commit();
                }
                accepted++;
            }
        } catch (JMSException refused) {
            return accepted;
        }
        return accepted;
    }

    private static ChannelFigures figures(String channel) {
        return broker.channel(channel).figures();
    }

    private static void send(int messages) throws JMSException {
        try (Connection connection = broker.connect(Protocol.CORE);
                Session session = connection.createSession()) {
            MessageProducer producer = session.createProducer(session.createQueue("orders"));
            for (int i = 0; i < messages; i++) {
                producer.send(session.createTextMessage(String.valueOf(i)));
            }
        }
    }

    private static List<String> all(MessageConsumer consumer) throws JMSException {
        List<String> got = new ArrayList<>();
        for (Message next = consumer.receive(SOON_MS); next != null; next = consumer.receive(NOTHING_MS)) {
            got.add(((TextMessage) next).getText());
        }
        return got;
    }

    private static Message dressed(Session session) throws JMSException {
        Message message = session.createTextMessage("x");
        message.setJMSCorrelationID("c-1");
        message.setJMSType("order");
        message.setJMSReplyTo(session.createQueue("mail"));
        message.setStringProperty("JMSXGroupID", "g");
        message.setStringProperty("text", "t");
        message.setIntProperty("int", 1);
        message.setLongProperty("long", 2);
        message.setDoubleProperty("double", 2.5);
        message.setFloatProperty("float", 1.5f);
        message.setBooleanProperty("flag", true);
        message.setShortProperty("short", (short) 3);
        message.setByteProperty("byte", (byte) 4);
        message.setStringProperty("renkei_forged", "f");
        return message;
    }

    private static List<String> largeMessageFiles() throws IOException {
        try (Stream<Path> files =
                Files.list(folder.resolve("data").resolve("broker").resolve("large-messages"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static ChannelConfig small() {
        return new ChannelConfig(
                ChannelKind.DATABASE,
                null,
                (long) SMALL_MAX,
                null,
                null,
                (long) SMALL_MAX - 1,
                null,
                null,
                null,
                null,
                "business");
    }
}
