package org.renkei.broker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import java.nio.file.Path;
import java.util.Set;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.apache.activemq.artemis.api.jms.management.JMSManagementHelper;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.renkei.broker.access.Role;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.Channels;

class AccessTest {

    @TempDir
    static Path folder;

    private static TestBroker broker;
    private static String viewer;
    private static String administrator;

    @BeforeAll
    static void start() {
        broker = TestBroker.in(folder).with("in", ChannelKind.PERSISTENT).start();
        viewer = broker.users().add("viewer", Set.of(Role.VIEW));
        administrator = broker.users().add("boss", Set.of(Role.ADMINISTER));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldRefuseAWrongPasswordAndAnUnknownUser(Protocol protocol) {
        for (String[] login : new String[][] {{"shop", "wrong"}, {"nobody", "x"}, {null, null}}) {
            assertThatThrownBy(() -> broker.factory(protocol, login[0], login[1])
                            .createConnection()
                            .start())
                    .isInstanceOf(JMSSecurityException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void clientMaySendReceiveBrowseAndUseTemporaryQueues(Protocol protocol) throws JMSException {
        try (Connection connection = broker.connect(protocol);
                Session session = connection.createSession()) {
            session.createProducer(session.createQueue("in")).send(session.createTextMessage("x"));
            try (QueueBrowser browser = session.createBrowser(session.createQueue("in"))) {
                assertThat(browser.getEnumeration().hasMoreElements()).isTrue();
            }
            assertThat(session.createConsumer(session.createQueue("in")).receive(5_000))
                    .isNotNull();
            TemporaryQueue answers = session.createTemporaryQueue();
            session.createProducer(answers).send(session.createTextMessage("y"));
            assertThat(session.createConsumer(answers).receive(5_000)).isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void clientMayFetchResults(Protocol protocol) throws JMSException {
        broker.channels().send(Channels.RESULTS, ChannelMessage.of("result").withCorrelationId("c-" + protocol));
        try (Connection connection = broker.connect(protocol);
                Session session = connection.createSession();
                MessageConsumer consumer = session.createConsumer(
                        session.createQueue(Channels.RESULTS), "JMSCorrelationID = 'c-" + protocol + "'")) {
            assertThat(consumer.receive(5_000)).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                Channels.TRACKING,
                Channels.EXPIRED,
                Channels.DEAD,
                Channels.RESULTS,
                "activemq.management",
                "unknown"
            })
    void clientMaySendToNothingElse(String queue) {
        for (Protocol protocol : Protocol.values()) {
            assertThatThrownBy(() -> send(protocol, "shop", broker.password(), queue))
                    .as(protocol + " " + queue)
                    .isInstanceOf(JMSException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {Channels.TRACKING, Channels.EXPIRED, Channels.DEAD, "activemq.notifications"})
    void clientMayReceiveFromNothingElse(String queue) {
        for (Protocol protocol : Protocol.values()) {
            assertThatThrownBy(() -> {
                        try (Connection connection = broker.connect(protocol);
                                Session session = connection.createSession();
                                MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
                            consumer.receiveNoWait();
                        }
                    })
                    .as(protocol + " " + queue)
                    .isInstanceOf(JMSException.class);
        }
    }

    @Test
    void clientMayMakeNoQueueThatStaysAndNoneOnAChannelsAddress() throws Exception {
        try (Connection connection = broker.connect(Protocol.CORE);
                Session session = connection.createSession()) {
            var core = ((ActiveMQSession) session).getCoreSession();
            for (QueueConfiguration queue : new QueueConfiguration[] {
                QueueConfiguration.of("mine").setDurable(true).setRoutingType(RoutingType.ANYCAST),
                QueueConfiguration.of("mine").setDurable(false).setRoutingType(RoutingType.ANYCAST),
                QueueConfiguration.of("thief")
                        .setAddress("in")
                        .setDurable(false)
                        .setTemporary(true)
                        .setRoutingType(RoutingType.ANYCAST),
                QueueConfiguration.of("spy")
                        .setAddress(Channels.TRACKING)
                        .setDurable(false)
                        .setTemporary(true)
                        .setRoutingType(RoutingType.ANYCAST)
            }) {
                assertThatThrownBy(() -> core.createQueue(queue))
                        .as(queue.toString())
                        .isNotNull();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void viewMayBrowseAllAndNothingElse(Protocol protocol) throws JMSException {
        try (Connection connection = broker.factory(protocol, "viewer", viewer).createConnection();
                Session session = connection.createSession()) {
            connection.start();
            for (String queue : new String[] {"in", Channels.DEAD, Channels.TRACKING}) {
                assertThatCode(() -> session.createBrowser(session.createQueue(queue))
                                .getEnumeration()
                                .hasMoreElements())
                        .doesNotThrowAnyException();
            }
            assertThatThrownBy(() -> session.createConsumer(session.createQueue("in")))
                    .isInstanceOf(JMSException.class);
        }
        assertThatThrownBy(() -> send(protocol, "viewer", viewer, "in")).isInstanceOf(JMSException.class);
    }

    @Test
    void administratorMayManageAndNobodyElse() throws JMSException {
        assertThat(manage("boss", administrator)).isTrue();
        assertThatThrownBy(() -> manage("shop", broker.password())).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> manage("viewer", viewer)).isInstanceOf(JMSException.class);
    }

    @Test
    void aRemovedUserMaySendNothingMore() throws JMSException {
        String password = broker.users().add("gone", Set.of(Role.CLIENT));
        send(Protocol.CORE, "gone", password, "in");

        broker.users().remove("gone");

        // The broker may remember the login for up to two seconds.
        await().untilAsserted(() -> assertThatThrownBy(() -> send(Protocol.CORE, "gone", password, "in"))
                .isInstanceOf(JMSException.class));
    }

    private static void send(Protocol protocol, String user, String password, String queue) throws JMSException {
        try (Connection connection = broker.factory(protocol, user, password).createConnection();
                Session session = connection.createSession()) {
            session.createProducer(session.createQueue(queue)).send(session.createTextMessage("x"));
        }
    }

    private static boolean manage(String user, String password) throws JMSException {
        try (Connection connection = broker.core(user, password).createConnection();
                Session session = connection.createSession()) {
            connection.start();
            TemporaryQueue answers = session.createTemporaryQueue();
            Message request = session.createMessage();
            JMSManagementHelper.putAttribute(request, ResourceNames.BROKER, "started");
            request.setJMSReplyTo(answers);
            session.createProducer(session.createQueue("activemq.management")).send(request);
            Message answer = session.createConsumer(answers).receive(5_000);
            return answer != null && JMSManagementHelper.hasOperationSucceeded(answer);
        }
    }
}
