package org.renkei.broker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.renkei.broker.channel.Channel;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.ChannelState;
import org.renkei.broker.config.ConfigException;

/** Channels that are declared while the broker runs. */
class DeclareTest {
    @TempDir
    private Path folder;

    private TestBroker broker;

    @BeforeEach
    void start() {
        broker = TestBroker.in(folder).with("first", ChannelKind.PERSISTENT).start();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldTakeMessagesFromProgramsUpToItsMax(Protocol protocol) throws Exception {
        try (Connection connection = broker.connect(protocol);
                Session session = connection.createSession()) {
            ChannelConfig small =
                    new ChannelConfig(ChannelKind.PERSISTENT, null, 2L, null, null, null, null, null, null, null, null);
            assertThatThrownBy(() -> send(session)).isInstanceOf(JMSException.class);

            broker.broker().declare("fresh", small);

            send(session);
            send(session);
            assertThatThrownBy(() -> send(session))
                    .isInstanceOf(JMSException.class)
                    .hasMessageContaining("fresh");
            assertThat(session.createConsumer(session.createQueue("fresh"))
                            .receive(Duration.ofSeconds(10).toMillis()))
                    .isNotNull();
        }
    }

    private static void send(Session session) throws JMSException {
        try (MessageProducer producer = session.createProducer(session.createQueue("fresh"))) {
            producer.send(session.createTextMessage("x"));
        }
    }

    @Test
    void shouldBeOpenAndWatchedAsTheOthersAre() throws Exception {
        CopyOnWriteArrayList<String> told = new CopyOnWriteArrayList<>();
        broker.channels().listen((channel, change, depth) -> told.add(channel.name()));

        broker.broker()
                .declare(
                        "fresh",
                        new ChannelConfig(
                                ChannelKind.VOLATILE, null, 2L, 1L, null, null, null, null, null, null, null));

        assertThat(broker.channel("fresh").figures().state()).isEqualTo(ChannelState.ACTIVE);
        assertThat(broker.channels().all()).extracting(Channel::name).contains("first", "fresh");
        try (Connection connection = broker.connect(Protocol.CORE);
                Session session = connection.createSession()) {
            send(session);
        }
        await().until(() -> told.contains("fresh"));
    }

    @Test
    void shouldRefuseWhatIsThereAndWhatMustWait() {
        assertThatThrownBy(() -> broker.broker().declare("first", ChannelConfig.of(ChannelKind.PERSISTENT)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("first is there already");
        assertThatThrownBy(() -> broker.broker().declare("table", ChannelConfig.in("shop")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("at the next start");
        assertThatThrownBy(() -> broker.broker().declare("renkei.x", ChannelConfig.of(ChannelKind.PERSISTENT)))
                .isInstanceOf(ConfigException.class);
    }
}
