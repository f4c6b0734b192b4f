package org.renkei.broker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.broker.channel.Body;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.ChannelSession;
import org.renkei.broker.channel.LiveChannel;
import org.renkei.broker.table.Crossing;
import org.renkei.broker.table.DataSourceConfig;
import org.renkei.database.PostgresServer;

/** Two servers, each with a broker of its own, share the work of the channels in one PostgreSQL. */
class TwoServersTest {

    private static final int MESSAGES = 4_000;
    private static final int WORKERS = 3;
    private static final Duration SOON = Duration.ofMillis(100);

    @TempDir
    Path folder;

    private PostgresServer postgres;
    private TestBroker one;
    private TestBroker other;

    @BeforeEach
    void start() {
        postgres = PostgresServer.start(folder.resolve("postgres"));
        DataSourceConfig shared =
                new DataSourceConfig(postgres.newDatabase(), PostgresServer.USER, PostgresServer.PASSWORD, null, null);
        one = server("one", shared);
        other = server("other", shared);
    }

    private TestBroker server(String name, DataSourceConfig shared) {
        return TestBroker.in(folder.resolve(name))
                .with("shop", shared)
                .with("in", ChannelConfig.in("shop"))
                .with("out", ChannelConfig.in("shop"))
                .start();
    }

    @AfterEach
    void stop() {
        one.close();
        other.close();
        postgres.close();
    }

    @Test
    void shouldNeverRunAMessageTwice() throws Exception {
        // Given
        DataSource shop = one.channels().dataSources().get("shop");
        try (Connection connection = shop.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table done (number integer, server varchar(10))");
        }
        fill();

        // When both take from it until it is empty, giving some back
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            workers.add(new Thread(() -> work(one, "one")));
            workers.add(new Thread(() -> work(other, "other")));
        }
        workers.forEach(Thread::start);
        for (Thread worker : workers) {
            worker.join();
        }

        // Then each was run once, and both had a share
        assertThat(count(shop, "select count(*) from done")).isEqualTo(MESSAGES);
        assertThat(count(shop, "select count(distinct number) from done")).isEqualTo(MESSAGES);
        assertThat(count(shop, "select count(distinct server) from done")).isEqualTo(2);
        assertThat(count(shop, "select count(*) from renkei.message where channel = 'out'"))
                .isEqualTo(MESSAGES);
        // Each counts what the other did.
        await().until(() -> one.channel("out").figures().current() == MESSAGES
                && other.channel("out").figures().current() == MESSAGES
                && one.channel("in").figures().current() == 0
                && other.channel("in").figures().current() == 0);
    }

    private void fill() {
        Crossing crossing = new Crossing(Clock.systemUTC());
        for (int i = 0; i < MESSAGES; i++) {
            crossing.add((LiveChannel) one.channel("in"), ChannelMessage.of(Integer.toString(i)), null);
        }
        crossing.store();
    }

    private void work(TestBroker server, String name) {
        DataSource shop = server.channels().dataSources().get("shop");
        try (ChannelSession session = server.channels().open("in")) {
            for (int round = 0; batch(session, shop, name, round % 7 == 6); round++) {
                assertThat(round).isLessThan(MESSAGES);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @return false if there was none */
    private static boolean batch(ChannelSession session, DataSource shop, String name, boolean givesBack)
            throws SQLException {
        ChannelMessage message = session.receive(SOON, 20);
        if (message == null) {
            return false;
        }
        for (; message != null; message = session.receiveNow()) {
            session.enter();
            try (Connection connection = shop.getConnection();
                    PreparedStatement insert = connection.prepareStatement("insert into done values (?, ?)")) {
                insert.setInt(1, Integer.parseInt(((Body.Text) message.body()).text()));
                insert.setString(2, name);
                insert.executeUpdate();
            }
            session.keep();
            session.send("out", message);
        }
        if (givesBack) {
            session.rollback();
        } else {
            session.commit();
        }
        return true;
    }

    private static int count(DataSource shop, String sql) throws SQLException {
        try (Connection connection = shop.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }
}
