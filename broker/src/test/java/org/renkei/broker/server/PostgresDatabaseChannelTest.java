package org.renkei.broker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.renkei.broker.channel.ChannelState;
import org.renkei.broker.table.DataSourceConfig;
import org.renkei.database.PostgresServer;

class PostgresDatabaseChannelTest extends DatabaseChannelContract {

    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    static Path serverFolder;

    private static PostgresServer server;

    @BeforeAll
    static void startServer() {
        server = PostgresServer.start(serverFolder);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Override
    DataSourceConfig database() {
        return new DataSourceConfig(server.newDatabase(), PostgresServer.USER, PostgresServer.PASSWORD, null, null);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldRefuseSendersAtOnceWhileTheDatabaseIsAwayAndGoOnAfterIt(Protocol protocol) throws Exception {
        try (Connection connection = broker.connect(protocol);
                Session session = connection.createSession()) {
            MessageProducer orders = session.createProducer(session.createQueue("orders"));
            MessageProducer mail = session.createProducer(session.createQueue("mail"));
            orders.send(numbered(session, 0));
            server.stop();
            await().atMost(LONG).until(() -> broker.channel("orders").figures().state() == ChannelState.BLOCKED);

            long before = System.nanoTime();
            assertThatThrownBy(() -> orders.send(numbered(session, 1)))
                    .isInstanceOf(JMSException.class)
                    .hasMessageContaining("business is away");
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(1));
            mail.send(numbered(session, 1));

            server.startAgain();
            await().atMost(LONG).until(() -> broker.channel("orders").refusal().isEmpty());
            orders.send(numbered(session, 2));
        }
        assertThat(work("orders")).containsExactly(0, 2);
        assertThat(work("mail")).containsExactly(1);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldLoseAndDoubleNothingForAConsumerWhoseDatabaseGoesAway(Protocol protocol) throws Exception {
        send(protocol, "orders", 10);
        try (Connection connection = broker.connect(protocol);
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageConsumer consumer = session.createConsumer(session.createQueue("orders"))) {
            MessageProducer producer = session.createProducer(session.createQueue("paid"));
            producer.send(numbered(session, number(consumer.receive(SOON_MS))));
            session.commit();
            producer.send(numbered(session, number(consumer.receive(SOON_MS))));
            server.stop();
            assertThatThrownBy(session::commit).isInstanceOf(JMSException.class);

            server.startAgain();
            await().atMost(LONG).until(() -> broker.channel("orders").refusal().isEmpty());
            for (int i = 0; i < 9; i++) {
                producer.send(numbered(session, number(consumer.receive(SOON_MS))));
                session.commit();
            }
        }
        assertThat(depth("orders")).isZero();
        assertThat(new TreeSet<>(work("paid"))).hasSize(10);
        assertThat(broker.channel("paid").figures().in()).isEqualTo(10);
    }

    /** PostgreSQL that waits for a standby has committed when its connection breaks, but nobody is told. */
    @ParameterizedTest
    @EnumSource(Protocol.class)
    void a1_shouldHandOutWhatItLentWithoutLearningOfIt(Protocol protocol) throws Exception {
        send(protocol, "orders", 1);
        sql("alter system set synchronous_standby_names = 'nobody'");
        sql("select pg_reload_conf()");
        try (Connection connection = broker.connect(protocol);
                Session session = connection.createSession();
                MessageConsumer consumer = session.createConsumer(session.createQueue("orders"))) {
            await().atMost(LONG).until(() -> count("pg_stat_activity where wait_event = 'SyncRep'") == 1);
            sql("alter system reset synchronous_standby_names");
            sql("select pg_terminate_backend(pid) from pg_stat_activity where wait_event = 'SyncRep'");
            sql("select pg_reload_conf()");

            assertThat(number(consumer.receive(SOON_MS))).isZero();
        }
        assertThat(depth("orders")).isZero();
    }
}
