package org.renkei.broker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.ChannelSession;
import org.renkei.broker.config.ByteSize;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.error.RenkeiException;
import org.renkei.database.ArtemisServer;

/** What is particular to an Artemis that Renkei does not start. */
class ExternalBrokerTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    static Path artemis;

    private static ArtemisServer server;

    @TempDir
    Path folder;

    @BeforeAll
    static void startServer() {
        server = ArtemisServer.start(artemis.resolve("broker"));
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void removeQueues() {
        ArtemisQueues.removeAll(server);
    }

    private TestBroker process(String name) {
        return TestBroker.in(folder.resolve(name)).at(server).with("in", ChannelKind.PERSISTENT);
    }

    @Test
    void shouldMakeTheQueuesOfChannels() {
        try (TestBroker one =
                process("one").with("memory", ChannelKind.VOLATILE).start()) {
            ArtemisQueues.at(server, session -> {
                assertThat(session.queueQuery(QueueConfiguration.of("in").getName())
                                .isDurable())
                        .isTrue();
                assertThat(session.queueQuery(QueueConfiguration.of("memory").getName())
                                .isDurable())
                        .isFalse();
                assertThat(String.valueOf(ArtemisQueues.call(session, "getAddressSettingsAsJSON", "in")))
                        .contains("\"maxDeliveryAttempts\":-1", "\"expiryAddress\":\"renkei.expired\"");
            });
            assertThat(one.broker().problem()).isEmpty();
        }
    }

    @Test
    void shouldRefuseAQueueThatCannotBeAChannels() {
        ArtemisQueues.at(
                server,
                session -> session.createQueue(QueueConfiguration.of("in")
                        .setRoutingType(RoutingType.ANYCAST)
                        .setDurable(false)));

        TestBroker one = process("one");
        assertThatThrownBy(one::start)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("in has a queue at the broker that cannot be its own, which must be durable");
    }

    @Test
    void shouldShareAChannelWithAnotherProcess() {
        try (TestBroker one = process("one").start();
                TestBroker other = process("other").start()) {
            one.channels().send("in", ChannelMessage.of("a"));
            one.channels().send("in", ChannelMessage.of("b"));
            await().until(() -> other.channel("in").figures().current() == 2);

            try (ChannelSession taken = one.channels().open("in")) {
                taken.receive(SOON, 1);
                // What waits in its buffer goes to the other when this one is stopped, and what it has in hand does
                // not.
                one.channel("in").stop();
                taken.commit();
                assertThat(taken.receive(Duration.ofMillis(50))).isNull();
                try (ChannelSession others = other.channels().open("in")) {
                    assertThat(others.receive(SOON)).isNotNull();
                    others.commit();
                }
            }
            await().until(() -> one.channel("in").figures().current() == 0);
        }
    }

    @Test
    void shouldGoOnWhenTheBrokerComesBack() {
        try (TestBroker one = process("one").start()) {
            one.channels().send("in", ChannelMessage.of("kept"));
            server.kill();
            await().until(() -> one.broker().problem().isPresent());
            assertThatThrownBy(() -> one.channels().send("in", ChannelMessage.of("not")))
                    .isInstanceOf(RenkeiException.class)
                    .hasMessageContaining("the broker cannot be reached");
            server.startAgain();

            await().atMost(SOON).until(() -> one.broker().problem().isEmpty());
            try (ChannelSession session = one.channels().open("in")) {
                assertThat(session.receive(SOON).body().size()).isEqualTo("kept".length());
                session.commit();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ChannelKind.class,
            names = {"PERSISTENT", "VOLATILE"})
    void shouldMakeAChannelThatIsDeclaredWhileItRuns(ChannelKind kind) throws Exception {
        try (TestBroker one = process("one").start();
                TestBroker other = process("other").start()) {
            one.broker().declare("fresh", ChannelConfig.of(kind));
            other.broker().declare("fresh", ChannelConfig.of(kind));

            sendAsProgram(one, "fresh");
            await().until(() -> one.channel("fresh").figures().current() == 1);
            try (ChannelSession session = other.channels().open("fresh")) {
                assertThat(session.receive(SOON)).isNotNull();
                session.commit();
            }
            one.channel("fresh").block("by one");
            await().untilAsserted(() ->
                    assertThatThrownBy(() -> sendAsProgram(one, "fresh")).isInstanceOf(JMSException.class));
            one.channel("fresh").unblock();
            assertThat(one.broker().problem()).isEmpty();
        }
    }

    @Test
    void shouldNotMakeAChannelOfAQueueThatCannotBeItsOrWithoutTheBroker() {
        ArtemisQueues.at(
                server,
                session -> session.createQueue(QueueConfiguration.of("wrong")
                        .setRoutingType(RoutingType.ANYCAST)
                        .setDurable(false)));
        ChannelConfig persistent = ChannelConfig.of(ChannelKind.PERSISTENT);
        try (TestBroker one = process("one").start()) {
            assertThatThrownBy(() -> one.broker().declare("wrong", persistent))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("must be durable");
            assertThat(one.channels().exists("wrong")).isFalse();

            server.kill();
            await().until(() -> one.broker().problem().isPresent());
            assertThatThrownBy(() -> one.broker().declare("fresh", persistent))
                    .isInstanceOf(RenkeiException.class)
                    .hasMessageContaining("channel fresh cannot be made: broker");
            server.startAgain();

            await().atMost(SOON).until(() -> one.broker().problem().isEmpty());
            one.broker().declare("fresh", persistent);
            one.channels().send("fresh", ChannelMessage.of("x"));
        }
    }

    private static void sendAsProgram(TestBroker broker, String channel) throws JMSException {
        try (Connection connection = broker.connect(Protocol.CORE);
                Session session = connection.createSession()) {
            session.createProducer(session.createQueue(channel)).send(session.createTextMessage("x"));
        }
    }

    /** Each opens what it has shut itself. */
    @Test
    void a4_shouldStayShutToProgramsWhileOneProcessBlocksIt() {
        try (TestBroker one = process("one").start();
                TestBroker other = process("other").start()) {
            one.channel("in").block("by one");
            other.channel("in").block("by other");
            await().until(() -> marks().contains("renkei-shut:one") && marks().contains("renkei-shut:other"));

            one.channel("in").unblock();
            await().until(() -> !marks().contains("renkei-shut:one"));
            assertThat(marks()).contains("renkei-shut:other");

            other.channel("in").unblock();
            await().until(() -> !marks().contains("renkei-shut"));
            assertThat(marks()).contains("programs");
        }
    }

    private static String marks() {
        String[] roles = {null};
        ArtemisQueues.at(server, session -> roles[0] = (String) ArtemisQueues.call(session, "getRolesAsJSON", "in"));
        return roles[0];
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:61616", "tcp://a:1,tcp://b:2", "vm://0", "(tcp://a:1"})
    void shouldRefuseAUrlThatIsNone(String url) {
        assertThatThrownBy(() -> BrokerConfig.external(url, "renkei", "secret", null))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("url must be like");
    }

    @Test
    void shouldRefuseWhatIsForTheOtherKindOfBroker() {
        assertThatThrownBy(() -> new BrokerConfig(
                        "tcp://a:1", "u", "p", null, null, null, null, ByteSize.ofMebibytes(10), null, null))
                .hasMessageContaining("memory may be given only without url");
        assertThatThrownBy(() -> new BrokerConfig(null, "u", null, null, null, null, null, null, null, null))
                .hasMessageContaining("user may be given only with url");
        assertThatThrownBy(() -> BrokerConfig.external("tcp://a:1", null, null, null))
                .hasMessageContaining("user and password must be given with url");
        assertThat(BrokerConfig.external("(tcp://a:1,tcp://b:2)?ha=true", "u", "hidden", "r"))
                .asString()
                .doesNotContain("hidden");
    }
}
