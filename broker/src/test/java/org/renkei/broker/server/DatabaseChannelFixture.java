package org.renkei.broker.server;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.ChannelSession;
import org.renkei.broker.table.DataSourceConfig;

/** A broker with two database channels and one of the journal, and what tests of them do. */
abstract class DatabaseChannelFixture {

    static final Duration SOON = Duration.ofSeconds(30);
    static final int SOON_MS = 30_000;
    static final int NOTHING_MS = 300;

    @TempDir
    Path folder;

    TestBroker broker;

    abstract DataSourceConfig database();

    @BeforeEach
    void start() {
        broker = prepared(TestBroker.in(folder))
                .with("business", database())
                .with("orders", ChannelConfig.in("business"))
                .with("paid", ChannelConfig.in("business"))
                .with("mail", ChannelKind.PERSISTENT)
                .start();
    }

    /** Before anything is declared. */
    TestBroker prepared(TestBroker bare) {
        return bare;
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    long depth(String channel) {
        return broker.channel(channel).figures().current();
    }

    long queued(String channel) {
        return broker.channel(channel).figures().queued();
    }

    void send(Protocol protocol, String channel, int messages) throws JMSException {
        try (Connection connection = broker.connect(protocol);
                Session session = connection.createSession()) {
            MessageProducer producer = session.createProducer(session.createQueue(channel));
            for (int i = 0; i < messages; i++) {
                producer.send(numbered(session, i));
            }
        }
    }

    static TextMessage numbered(Session session, int number) throws JMSException {
        TextMessage message = session.createTextMessage("order " + number);
        message.setIntProperty("n", number);
        return message;
    }

    static int number(Message message) throws JMSException {
        assertThat(message).isNotNull();
        return message.getIntProperty("n");
    }

    static void forward(Session session, MessageConsumer from, MessageProducer to) throws JMSException {
        to.send(numbered(session, number(from.receive(SOON_MS))));
    }

    /** What one program's consumer gets, each message acknowledged as it comes. */
    List<Integer> received(Protocol protocol, String channel, int most) throws JMSException {
        List<Integer> got = new ArrayList<>();
        try (Connection connection = broker.connect(protocol);
                Session session = connection.createSession();
                MessageConsumer consumer = session.createConsumer(session.createQueue(channel))) {
            Message next = consumer.receive(SOON_MS);
            while (next != null) {
                got.add(number(next));
                next = got.size() < most ? consumer.receive(NOTHING_MS) : null;
            }
        }
        return got;
    }

    /** What a worker finds. */
    List<Integer> work(String channel) {
        List<Integer> got = new ArrayList<>();
        try (ChannelSession session = broker.channels().open(channel)) {
            ChannelMessage next = session.receive(SOON);
            while (next != null) {
                got.add(next.number("n", -1));
                next = session.receiveNow();
                if (next == null) {
                    session.commit();
                    next = session.receive(Duration.ofMillis(NOTHING_MS));
                }
            }
            session.commit();
        }
        return got;
    }

    /** How many there are on disk. */
    int rows(String channel) throws SQLException {
        return count("renkei.message where channel = '" + channel + "'");
    }

    int count(String from) throws SQLException {
        try (java.sql.Connection connection = connection();
                Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery("select count(*) from " + from)) {
            row.next();
            return row.getInt(1);
        }
    }

    void hideTable() throws SQLException {
        sql("alter table renkei.message rename to hidden");
    }

    void showTable() throws SQLException {
        sql("alter table renkei.hidden rename to message");
    }

    void sql(String statement) throws SQLException {
        try (java.sql.Connection connection = connection();
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    private java.sql.Connection connection() throws SQLException {
        return broker.sources().find("business").orElseThrow().dataSource().getConnection();
    }
}
