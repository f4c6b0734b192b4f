package org.renkei.broker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.database.ArtemisServer;

/** The contract of channels at an Artemis that Renkei does not start. */
class ExternalPersistentChannelTest extends ChannelContract {

    @TempDir
    static Path artemis;

    private static ArtemisServer server;

    @BeforeAll
    static void startServer() {
        server = ArtemisServer.start(artemis.resolve("broker"));
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Override
    ChannelConfig channel() {
        return ChannelConfig.of(ChannelKind.PERSISTENT);
    }

    @Override
    TestBroker prepared(TestBroker bare) {
        ArtemisQueues.removeAll(server);
        return bare.at(server);
    }

    @Override
    boolean brokerEndsToo() {
        return false;
    }

    /** What waits for its time is counted, and not shown: the broker shows it to no client. */
    @Test
    @Override
    void shouldHoldAMessageBackUntilItsTimeAndShowIt() {
        broker().channels()
                .send("in", message("later").withNotBefore(Instant.now().plusSeconds(3_600)));
        broker().channels()
                .send("in", message("soon").withNotBefore(Instant.now().plusMillis(1_500)));
        send("in", "now");
        await().until(() -> figures("in").scheduled() == 2 && figures("in").queued() == 1);

        List<String> seen = new ArrayList<>();
        broker().channel("in").browse(message -> seen.add(message.text("n")));
        assertThat(seen).containsExactly("now");

        assertThat(take("in").text("n")).isEqualTo("now");
        assertThat(take("in").text("n")).isEqualTo("soon");
        await().until(() -> figures("in").scheduled() == 1);
    }

    /** In the broker's words, and as soon as Renkei has told it. */
    @ParameterizedTest
    @EnumSource(Protocol.class)
    @Override
    void a4_shouldTellAClientAtOnceThatItIsRefused(Protocol protocol) throws JMSException {
        broker().channel("in").block("maintenance");
        try (Connection connection = broker().connect(protocol)) {
            await().until(() -> isRefused(connection));
            broker().channel("in").unblock();
            await().until(() -> !isRefused(connection));
        }
    }

    private static boolean isRefused(Connection connection) throws JMSException {
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        try {
            MessageProducer producer = session.createProducer(session.createQueue("in"));
            producer.send(session.createTextMessage("x"));
            return false;
        } catch (JMSException e) {
            assertThat(e).hasMessageContaining("SEND");
            return true;
        }
    }
}
