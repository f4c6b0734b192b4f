package org.renkei.broker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.renkei.broker.access.Role;
import org.renkei.broker.channel.Channel;
import org.renkei.broker.channel.ChannelSession;
import org.renkei.broker.channel.Client;
import org.renkei.broker.channel.ClientRole;

/** Who is connected to channels of every kind, with real clients of both protocols. */
class ConnectedClientsTest extends KindsFixture {

    @ParameterizedTest
    @FieldSource("KINDS")
    void shouldNameEachProgramThatReceivesAndEachThatSends(String kind) throws JMSException {
        Channel channel = fresh(kind);
        Instant before = Instant.now().minusSeconds(1);
        for (Protocol protocol : Protocol.values()) {
            try (Connection connection = broker.factory(protocol).createConnection()) {
                connection.setClientID("till-7");
                connection.start();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                session.createProducer(session.createQueue(channel.name()));
                MessageConsumer consumer = session.createConsumer(session.createQueue(channel.name()), "n <> 'x'");
                send(channel, message("job"));
                assertThat(consumer.receive(SOON.toMillis())).isNotNull();

                await().atMost(SOON).untilAsserted(() -> {
                    List<Client> clients = channel.clients();
                    assertThat(clients)
                            .extracting(Client::role)
                            .containsExactlyInAnyOrder(ClientRole.CONSUMER, ClientRole.PRODUCER);
                    for (Client client : clients) {
                        boolean receives = client.role() == ClientRole.CONSUMER;
                        assertThat(client.own()).isFalse();
                        assertThat(client.number()).isEqualTo(1);
                        assertThat(client.user()).isEqualTo("shop");
                        assertThat(client.protocol()).isEqualTo(protocol.name());
                        assertThat(client.remote()).matches("127\\.0\\.0\\.1:\\d+");
                        assertThat(client.clientId()).isEqualTo("till-7");
                        assertThat(client.since())
                                .isBetween(before, Instant.now().plusSeconds(1));
                        assertThat(client.inHand()).isEqualTo(receives ? 1 : 0);
                        assertThat(client.selector()).isEqualTo(receives ? "n <> 'x'" : null);
                    }
                });
                session.commit();
            }
            await().atMost(SOON).until(() -> channel.clients().isEmpty());
        }
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void shouldSumUpItsOwnWorkers(String kind) {
        Channel channel = fresh(kind);
        send(channel, message("a"));
        List<ChannelSession> sessions = new ArrayList<>();
        try {
            sessions.add(broker.channels().open(channel.name()));
            assertThat(sessions.get(0).receive(SOON)).isNotNull();
            // Not before: it would fetch the message and keep it.
            sessions.add(broker.channels().open(channel.name()));

            assertThat(channel.clients()).containsExactly(Client.workers(2, 1));
            sessions.get(0).commit();
        } finally {
            sessions.forEach(ChannelSession::close);
        }
        await().atMost(SOON).until(() -> channel.clients().isEmpty());
    }

    @Test
    void shouldTellWhoOnlyLooks() throws JMSException {
        Channel channel = fresh("persistent");
        send(channel, message("a"));
        String password = broker.users().add("auditor", Set.of(Role.ADMINISTER));
        try (Connection connection = broker.core("auditor", password).createConnection()) {
            connection.start();
            Session session = connection.createSession();
            assertThat(session.createBrowser(session.createQueue(channel.name()))
                            .getEnumeration()
                            .hasMoreElements())
                    .isTrue();

            assertThat(channel.clients())
                    .singleElement()
                    .extracting(Client::role)
                    .isEqualTo(ClientRole.BROWSER);
        }
    }

    @Test
    void shouldCountTheConnectionsOfProgramsAlone() throws JMSException {
        Channel channel = fresh("volatile");
        await().atMost(SOON).until(() -> broker.broker().connections() == 0);
        try (ChannelSession own = broker.channels().open(channel.name());
                Connection core = broker.connect(Protocol.CORE);
                Connection amqp = broker.connect(Protocol.AMQP);
                Connection local =
                        broker.broker().local("shop", broker.password()).createConnection()) {
            assertThat(own).isNotNull();
            core.createSession();
            amqp.createSession();
            local.createSession();

            await().atMost(SOON).until(() -> broker.broker().connections() == 3);
        }
        await().atMost(SOON).until(() -> broker.broker().connections() == 0);
    }
}
