package org.renkei.broker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.renkei.broker.table.DataSourceConfig;
import org.renkei.database.PostgresServer;

class PostgresProgramCommitTest extends ProgramCommitContract {

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
    void shouldDeleteWhatWasTakenWhenTheDatabaseIsBack(Protocol protocol) throws Exception {
        send(protocol, "orders", 3);
        Fault fault = Fault.in(broker);
        try (Connection connection = broker.connect(protocol);
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageConsumer consumer = session.createConsumer(session.createQueue("orders"))) {
            forward(session, consumer, session.createProducer(session.createQueue("mail")));
            fault.happens(transaction -> server.kill());
            session.commit();
            await().atMost(SOON).until(() -> depth("mail") == 1);

            server.startAgain();
            await().atMost(LONG)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(rows("orders")).isEqualTo(2));
        }
        assertThat(work("orders")).containsExactlyInAnyOrder(1, 2);
    }
}
