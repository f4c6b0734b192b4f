package org.renkei.broker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSException;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.activemq.artemis.api.core.ActiveMQNotConnectedException;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.client.impl.ClientSessionFactoryInternal;
import org.apache.activemq.artemis.core.client.impl.ClientSessionInternal;
import org.apache.activemq.artemis.core.protocol.core.CoreRemotingConnection;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.CreateQueueMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.ReattachSessionMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.ReattachSessionResponseMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.renkei.broker.channel.ChannelKind;

/** Holds shut what Artemis before 2.57.0 leaves open. */
class HolesTest {

    private static final int WINDOW = 1 << 20;
    private static final int NO_ANSWER = -1;

    @TempDir
    static Path folder;

    private static TestBroker broker;

    @BeforeAll
    static void start() {
        broker = TestBroker.in(folder).with("in", ChannelKind.PERSISTENT).start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void shouldRefuseAReattachOfTheRealClientWhichThenLogsInAgain() throws Exception {
        try (ServerLocator locator = locator().setReconnectAttempts(20).setConfirmationWindowSize(WINDOW);
                ClientSessionFactoryInternal factory = (ClientSessionFactoryInternal) locator.createSessionFactory();
                ClientSession session = session(factory)) {
            session.createProducer("in").send(session.createMessage(true));

            factory.getConnection().fail(new ActiveMQNotConnectedException("cut by the test"));

            // A session that was reattached would still have its transaction.
            assertThatThrownBy(session::commit).hasMessageContaining("rolled back");
            session.createProducer("in").send(session.createMessage(true));
            session.commit();
        }
        await().until(() -> broker.channel("in").figures().current() == 1);
    }

    @Test
    void shouldRefuseAForgedReattachOfAStrangerWithoutAPassword() throws Exception {
        try (ServerLocator locator = locator().setConfirmationWindowSize(WINDOW);
                ClientSessionFactoryInternal victims = (ClientSessionFactoryInternal) locator.createSessionFactory();
                ClientSession victim = session(victims);
                ClientSessionFactoryInternal strangers =
                        (ClientSessionFactoryInternal) locator.createSessionFactory()) {
            CoreRemotingConnection stranger = (CoreRemotingConnection) strangers.getConnection();

            var answer = (ReattachSessionResponseMessage) stranger.getChannel(1, -1)
                    .sendBlocking(
                            new ReattachSessionMessage(((ClientSessionInternal) victim).getName(), 0),
                            PacketImpl.REATTACH_SESSION_RESP);

            assertThat(answer.isReattached()).isFalse();
            victim.commit();
        }
    }

    @Test
    void shouldMakeNoQueueForAStrangerWithoutAPassword() throws Exception {
        try (ServerLocator locator = locator();
                ClientSessionFactoryInternal strangers = (ClientSessionFactoryInternal) locator.createSessionFactory();
                ClientSession client = session(strangers)) {
            CoreRemotingConnection stranger = (CoreRemotingConnection) strangers.getConnection();
            stranger.getChannel(1, -1)
                    .send(new CreateQueueMessage(
                            QueueConfiguration.of("forged")
                                    .setAddress("in")
                                    .setDurable(false)
                                    .setRoutingType(RoutingType.ANYCAST)
                                    .getAddress(),
                            QueueConfiguration.of("forged").getName(),
                            null,
                            false,
                            false,
                            false));
            client.commit();

            assertThat(client.queueQuery(QueueConfiguration.of("forged").getName())
                            .isExists())
                    .isFalse();
        }
    }

    @Test
    void shouldNotKnowTheDefaultClusterUser() throws Exception {
        try (ServerLocator locator = locator();
                ClientSessionFactoryInternal factory = (ClientSessionFactoryInternal) locator.createSessionFactory()) {
            assertThatThrownBy(() -> factory.createSession(
                            "ACTIVEMQ.CLUSTER.ADMIN.USER", "CHANGE ME!!", false, true, true, false, 1))
                    .isInstanceOf(ActiveMQSecurityException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"CONNECT\n\n\0", "\0\0\0\u0040\1ActiveMQ\0\0\0\14", "\20\14\0\4MQTT\4\2\0\74\0\0", "AMQP\0\1\0\0"
            })
    void shouldSpeakNoOtherProtocolOnTheCorePort(String hello) throws Exception {
        assertThat(answerTo(broker.broker().corePort(), hello)).isEqualTo(NO_ANSWER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECT\n\n\0", "\0\0\0\u0040\1ActiveMQ\0\0\0\14", "ARTEMIS"})
    void shouldSpeakNoOtherProtocolOnTheAmqpPort(String hello) throws Exception {
        assertThat(answerTo(broker.broker().amqpPort(), hello)).isEqualTo(NO_ANSWER);
    }

    @Test
    void shouldLetNobodyInAsRenkeiItselfOverTheNetwork() {
        InternalUser forged = InternalUser.random();

        assertThatThrownBy(() -> broker.core(forged.name(), forged.password()).createConnection())
                .isInstanceOf(JMSException.class);
    }

    private static int answerTo(int port, String hello) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(500);
            socket.getOutputStream().write(hello.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            try {
                return socket.getInputStream().read();
            } catch (IOException resetOrSilent) {
                return NO_ANSWER;
            }
        }
    }

    private static ServerLocator locator() throws Exception {
        return ActiveMQClient.createServerLocator(
                "tcp://127.0.0.1:" + broker.broker().corePort());
    }

    private static ClientSession session(ClientSessionFactoryInternal factory) throws Exception {
        ClientSession session = factory.createSession("shop", broker.password(), false, false, false, false, 1);
        session.start();
        return session;
    }
}
