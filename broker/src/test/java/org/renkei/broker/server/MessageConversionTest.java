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
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.io.ByteArrayInputStream;
import java.io.ObjectInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.jms.client.ActiveMQMessage;
import org.apache.qpid.jms.message.JmsMessage;
import org.apache.qpid.jms.provider.amqp.message.AmqpJmsMessageFacade;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.renkei.broker.channel.Body;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.ChannelSession;

class MessageConversionTest {

    @TempDir
    static Path folder;

    private static TestBroker broker;

    /** Makes one message. */
    interface Making {
        Message make(Session session) throws JMSException;
    }

    @BeforeAll
    static void start() {
        broker = TestBroker.in(folder)
                .with("in", ChannelKind.PERSISTENT)
                .with("fast", ChannelKind.VOLATILE)
                .start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldReadText(Protocol protocol) throws JMSException {
        assertThat(received(protocol, session -> session.createTextMessage("連携 job"))
                        .body())
                .isEqualTo(Body.of("連携 job"));
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldReadLargeText(Protocol protocol) throws JMSException {
        String large = "0123456789".repeat(40_000);

        assertThat(received(protocol, session -> session.createTextMessage(large))
                        .body())
                .isEqualTo(Body.of(large));
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldReadBytes(Protocol protocol) throws JMSException {
        ChannelMessage got = received(protocol, session -> {
            BytesMessage message = session.createBytesMessage();
            message.writeBytes(new byte[] {1, 2, 3});
            return message;
        });

        assertThat(got.body())
                .isInstanceOfSatisfying(
                        Body.Bytes.class, bytes -> assertThat(bytes.bytes()).containsExactly(1, 2, 3));
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldReadAMap(Protocol protocol) throws JMSException {
        ChannelMessage got = received(protocol, session -> {
            MapMessage message = session.createMapMessage();
            message.setString("name", "Sato");
            message.setInt("count", 7);
            message.setBoolean("paid", true);
            return message;
        });

        assertThat(got.body()).isEqualTo(new Body.Fields(Map.of("name", "Sato", "count", 7, "paid", true)));
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldReadAStream(Protocol protocol) throws JMSException {
        ChannelMessage got = received(protocol, session -> {
            StreamMessage message = session.createStreamMessage();
            message.writeString("a");
            message.writeLong(7);
            message.writeBoolean(true);
            return message;
        });

        assertThat(got.body()).isEqualTo(new Body.Values(List.of("a", 7L, true)));
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void b10_shouldTakeAnObjectAsBytesAndNeverOpenIt(Protocol protocol) throws Exception {
        ChannelMessage got = received(protocol, session -> session.createObjectMessage("harmless"));

        assertThat(got.body()).isInstanceOf(Body.Sealed.class);
        byte[] serialised = ((Body.Sealed) got.body()).serialised();
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(serialised))) {
            assertThat(in.readObject()).isEqualTo("harmless");
        }
    }

    @Test
    void shouldReadAMessageWithoutABody() throws JMSException {
        assertThat(received(Protocol.CORE, Session::createMessage).body()).isEqualTo(Body.EMPTY);
        // The broker cannot tell an AMQP message without a body from one with an empty body.
        assertThat(received(Protocol.AMQP, Session::createMessage).body())
                .isInstanceOfSatisfying(
                        Body.Bytes.class, bytes -> assertThat(bytes.bytes()).isEmpty());
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldReadHeadersAndProperties(Protocol protocol) throws JMSException {
        ChannelMessage got = received(protocol, session -> {
            Message message = session.createTextMessage("x");
            message.setJMSCorrelationID("order-7");
            message.setJMSType("order");
            message.setJMSReplyTo(session.createQueue("fast"));
            message.setStringProperty("JMSXGroupID", "customer");
            message.setStringProperty("text", "t");
            message.setIntProperty("number", 7);
            message.setBooleanProperty("flag", true);
            message.setDoubleProperty("rate", 0.5);
            return message;
        });

        assertThat(got.correlationId()).isEqualTo("order-7");
        assertThat(got.type()).isEqualTo("order");
        assertThat(got.replyTo()).isEqualTo("queue://fast");
        assertThat(got.group()).isEqualTo("customer");
        assertThat(got.id()).startsWith("ID:");
        assertThat(got.properties())
                .containsExactlyInAnyOrderEntriesOf(Map.of("text", "t", "number", 7, "flag", true, "rate", 0.5));
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void b10_shouldStripForgedHeadersWhateverTheirCase(Protocol protocol) throws JMSException {
        ChannelMessage got = received(protocol, session -> {
            Message message = session.createTextMessage("x".repeat(protocol == Protocol.CORE ? 200_000 : 10));
            message.setStringProperty("renkei_job", "forged");
            message.setStringProperty("RENKEI_Flow", "forged");
            message.setStringProperty("renkeiX", "the program's own");
            return message;
        });

        assertThat(got.properties()).containsExactlyEntriesOf(Map.of("renkeiX", "the program's own"));
        assertThat(got.body()).isInstanceOf(Body.Text.class);
    }

    @Test
    void b10_shouldRefuseALargeAmqpMessageWithForgedHeaders() {
        assertThatThrownBy(() -> received(Protocol.AMQP, session -> {
                    Message message = session.createTextMessage("0123456789".repeat(40_000));
                    message.setStringProperty("renkei_job", "forged");
                    return message;
                }))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("RNK-3001 channel in cannot take this message")
                .hasMessageContaining("renkei_job");
        assertThat(broker.channel("in").figures().current()).isZero();
    }

    @Test
    void b7_shouldLetADuplicateIdBeRead() throws JMSException {
        ChannelMessage got = received(Protocol.CORE, session -> {
            Message message = session.createTextMessage("x");
            message.setStringProperty("_AMQ_DUPL_ID", "order-7-once");
            return message;
        });

        assertThat(got.text("_AMQ_DUPL_ID")).isEqualTo("order-7-once");
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void a1_shouldMakeAMessageToAPersistentChannelDurable(Protocol protocol) throws JMSException {
        try (Connection connection = broker.connect(protocol);
                Session session = connection.createSession()) {
            MessageProducer producer = session.createProducer(session.createQueue("in"));
            producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
            producer.send(session.createTextMessage("x"));

            Message got = session.createConsumer(session.createQueue("in")).receive(5_000);
            assertThat(got.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
        }
    }

    @Test
    void b10_shouldTakeAMalformedBodyAsItsBytes() throws JMSException {
        for (byte type : new byte[] {2, 3, 5, 6}) {
            ChannelMessage got = received(Protocol.CORE, session -> {
                BytesMessage message = session.createBytesMessage();
                message.writeBytes(new byte[] {1, 0x7f, -1, -1, -1, 9, 9});
                ((ActiveMQMessage) message).getCoreMessage().setType(type);
                return message;
            });

            assertThat(got.body()).as("type " + type).isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void b10_shouldReadAsNoneAHeaderThatIsNoText(Protocol protocol) throws JMSException {
        for (String header : new String[] {"JMSReplyTo", "JMSType", "_AMQ_GROUP_ID", "JMSCorrelationID"}) {
            ChannelMessage got = received(protocol, session -> {
                Message message = session.createTextMessage("x");
                if (protocol == Protocol.CORE) {
                    ((ActiveMQMessage) message).getCoreMessage().putBytesProperty(header, new byte[] {1, 2});
                } else {
                    ((AmqpJmsMessageFacade) ((JmsMessage) message).getFacade())
                            .setApplicationProperty(header, amqpBinary((byte) 1, (byte) 2));
                }
                return message;
            });

            assertThat(got.body()).as(header).isEqualTo(Body.of("x"));
            assertThat(got.replyTo()).isNull();
            assertThat(got.type()).isNull();
            assertThat(got.group()).isNull();
        }
    }

    @Test
    void b10_shouldNotBelieveATimeThatCannotBe() throws Exception {
        Instant before = Instant.now().minusMillis(1);
        for (long forged : new long[] {Long.MAX_VALUE, 253_402_300_800_000L, 0, Long.MIN_VALUE, -1}) {
            assertThat(receivedFromCore(message -> message.setTimestamp(forged)).sentAt())
                    .isBetween(before, Instant.now());
        }
    }

    @Test
    void b10_shouldLetWhatIsMalformedBeLookedAt() throws Exception {
        sendByCore(message -> {
            message.setTimestamp(Long.MIN_VALUE);
            message.putBytesProperty("JMSType", new byte[] {1});
        });
        List<ChannelMessage> seen = new ArrayList<>();

        await().until(() -> broker.channel("in").figures().current() == 1);
        assertThat(broker.channel("in").figures().oldestAge()).isPositive();
        broker.channel("in").browse(seen::add);

        assertThat(seen).singleElement().extracting(ChannelMessage::type).isNull();
        try (ChannelSession receiver = broker.channels().open("in")) {
            assertThat(receiver.receive(Duration.ofSeconds(5))).isNotNull();
            receiver.commit();
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldBeReadableByPrograms(Protocol protocol) throws JMSException {
        ChannelMessage sent =
                ChannelMessage.of("text").withProperties(Map.of("n", 7)).withCorrelationId("c");
        broker.channels().send("in", sent);
        broker.channels().send("in", sent.withBody(Body.of("bytes".getBytes(StandardCharsets.UTF_8))));
        broker.channels().send("in", sent.withBody(new Body.Fields(Map.of("a", "b"))));
        broker.channels().send("in", sent.withBody(new Body.Values(List.of("a", 7))));
        broker.channels().send("in", sent.withBody(Body.EMPTY));

        try (Connection connection = broker.connect(protocol);
                Session session = connection.createSession();
                MessageConsumer consumer = session.createConsumer(session.createQueue("in"))) {
            TextMessage text = (TextMessage) consumer.receive(5_000);
            assertThat(text.getText()).isEqualTo("text");
            assertThat(text.getIntProperty("n")).isEqualTo(7);
            assertThat(text.getJMSCorrelationID()).isEqualTo("c");
            assertThat(((BytesMessage) consumer.receive(5_000)).getBodyLength()).isEqualTo(5);
            assertThat(((MapMessage) consumer.receive(5_000)).getString("a")).isEqualTo("b");
            assertThat(((StreamMessage) consumer.receive(5_000)).readString()).isEqualTo("a");
            assertThat(consumer.receive(5_000)).isNotNull().isNotInstanceOf(ObjectMessage.class);
        }
    }

    /** Its class belongs to no dependency of ours. */
    private static Object amqpBinary(byte... content) {
        try {
            return Class.forName("org.apache.qpid.proton.amqp.Binary")
                    .getConstructor(byte[].class)
                    .newInstance((Object) content);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ChannelMessage receivedFromCore(Consumer<ClientMessage> forging) throws Exception {
        sendByCore(forging);
        try (ChannelSession receiver = broker.channels().open("in")) {
            ChannelMessage got = receiver.receive(Duration.ofSeconds(5));
            receiver.commit();
            return got;
        }
    }

    /** As a program can that does not keep to JMS. */
    private static void sendByCore(Consumer<ClientMessage> forging) throws Exception {
        try (ServerLocator locator = ActiveMQClient.createServerLocator(
                        "tcp://127.0.0.1:" + broker.broker().corePort());
                ClientSessionFactory factory = locator.createSessionFactory();
                ClientSession session = factory.createSession("shop", broker.password(), false, true, true, false, 1)) {
            ClientMessage message = session.createMessage(true);
            forging.accept(message);
            session.createProducer("in").send(message);
        }
    }

    private static ChannelMessage received(Protocol protocol, Making making) throws JMSException {
        try (Connection connection = broker.connect(protocol);
                Session session = connection.createSession();
                ChannelSession receiver = broker.channels().open("in")) {
            session.createProducer(session.createQueue("in")).send(making.make(session));
            ChannelMessage got = receiver.receive(Duration.ofSeconds(5));
            receiver.commit();
            assertThat(got).isNotNull();
            return got;
        }
    }
}
