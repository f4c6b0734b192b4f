package org.renkei.broker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.ChannelSession;
import org.renkei.broker.channel.ChannelState;
import org.renkei.broker.channel.Channels;
import org.renkei.broker.table.DataSourceConfig;
import org.renkei.database.ArtemisServer;
import org.renkei.database.Child;
import org.renkei.database.PostgresServer;

/** Database channels at an Artemis that Renkei does not start. */
class ExternalDatabaseChannelTest extends DatabaseChannelFixture {

    private static final String REFUSING = "alter table renkei.message add constraint refusing check (type <> 'bad')";

    @TempDir
    static Path servers;

    private static ArtemisServer artemis;
    private static PostgresServer postgres;

    private String url;

    @BeforeAll
    static void startServers() {
        artemis = ArtemisServer.start(servers.resolve("broker"));
        postgres = PostgresServer.start(servers.resolve("postgres"));
    }

    @AfterAll
    static void stopServers() {
        artemis.close();
        postgres.close();
    }

    @Override
    DataSourceConfig database() {
        url = postgres.newDatabase();
        return database(url);
    }

    private static DataSourceConfig database(String url) {
        return new DataSourceConfig(url, PostgresServer.USER, PostgresServer.PASSWORD, null, null);
    }

    @Override
    TestBroker prepared(TestBroker bare) {
        ArtemisQueues.removeAll(artemis);
        return bare.at(artemis)
                .with(
                        "few",
                        new ChannelConfig(
                                ChannelKind.DATABASE, null, 2L, null, null, null, null, null, null, null, "business"));
    }

    private static List<Integer> numbers(int end) {
        return IntStream.range(0, end).boxed().toList();
    }

    private void awaitRows(String channel, int number) {
        await().atMost(SOON).until(() -> rows(channel) >= number);
        await().atMost(SOON).until(() -> depth(channel) == rows(channel));
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldCarryWhatProgramsSendIntoTheTable(Protocol protocol) throws Exception {
        send(protocol, "orders", 100);

        awaitRows("orders", 100);
        await().until(() -> depth("orders") == 100);
        assertThat(work("orders")).containsExactlyElementsOf(numbers(100));
        await().until(() -> depth("orders") == 0);
    }

    @Test
    void shouldTakeATransactionWholeAndNothingOfOneThatIsRolledBack() throws Exception {
        try (Connection connection = broker.connect(Protocol.CORE);
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            MessageProducer orders = session.createProducer(session.createQueue("orders"));
            MessageProducer mail = session.createProducer(session.createQueue("mail"));
            orders.send(numbered(session, 0));
            session.rollback();
            orders.send(numbered(session, 1));
            mail.send(numbered(session, 1));
            session.commit();
        }
        assertThat(work("orders")).containsExactly(1);
        assertThat(work("mail")).containsExactly(1);
    }

    /** The broker knows it no more, and the table does. */
    @Test
    void shouldStoreADuplicateIdOnce() throws Exception {
        sendWithDuplicateId("order-1");
        awaitRows("orders", 1);
        broker.stop();
        ArtemisQueues.removeAll(artemis);
        broker.start();
        sendWithDuplicateId("order-1");
        sendWithDuplicateId("order-2");

        awaitRows("orders", 2);
        assertThat(work("orders")).hasSize(2);
    }

    private void sendWithDuplicateId(String id) throws JMSException {
        try (Connection connection = broker.connect(Protocol.CORE);
                Session session = connection.createSession()) {
            TextMessage message = numbered(session, 1);
            message.setStringProperty("_AMQ_DUPL_ID", id);
            session.createProducer(session.createQueue("orders")).send(message);
        }
    }

    @Test
    void shouldKeepInTheQueueWhatComesWhileTheDatabaseIsAway() throws Exception {
        send(Protocol.CORE, "orders", 1);
        awaitRows("orders", 1);
        postgres.stop();
        send(Protocol.CORE, "orders", 10);
        await().atMost(SOON).until(() -> broker.channel("orders").figures().state() == ChannelState.BLOCKED);
        await().until(() -> depth("orders") == 11);
        assertThatThrownBy(() -> broker.channels().send("orders", ChannelMessage.of("x")))
                .hasMessageContaining("business is away");
        send(Protocol.CORE, "orders", 1);
        postgres.startAgain();

        awaitRows("orders", 12);
        assertThat(work("orders")).hasSize(12);
    }

    @Test
    void shouldSayThatTheTableTakesNothingAndGoOnAfterThat() throws Exception {
        hideTable();
        send(Protocol.CORE, "orders", 10);
        await().atMost(SOON)
                .until(() -> broker.broker()
                        .problem()
                        .filter(problem ->
                                problem.startsWith("database business takes nothing of what waits in queue orders"))
                        .isPresent());

        showTable();
        awaitRows("orders", 10);
        assertThat(work("orders")).containsExactlyElementsOf(numbers(10));
        assertThat(broker.broker().problem()).isEmpty();
        assertThat(depth(Channels.DEAD)).isZero();
    }

    @Test
    void b10_shouldDeadLetterWhatTheTableDoesNotTakeAndNothingElse() throws Exception {
        sql(REFUSING);
        try (Connection connection = broker.connect(Protocol.CORE);
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            MessageProducer orders = session.createProducer(session.createQueue("orders"));
            for (int i = 0; i < 10; i++) {
                TextMessage message = numbered(session, i);
                message.setJMSType(i == 4 ? "bad" : "good");
                orders.send(message);
            }
            session.commit();
        }

        awaitRows("orders", 9);
        assertThat(work("orders")).containsExactlyInAnyOrder(0, 1, 2, 3, 5, 6, 7, 8, 9);
        AtomicReference<ChannelMessage> letter = new AtomicReference<>();
        await().atMost(SOON).until(() -> {
            broker.channel(Channels.DEAD).browse(letter::set);
            return letter.get() != null;
        });
        assertThat(letter.get().number("n", -1)).isEqualTo(4);
        assertThat(letter.get().text("renkei_error")).startsWith("RNK-2011");
        assertThat(letter.get().text("renkei_origin")).isEqualTo("orders");
        await().until(() -> depth("orders") == 0);
    }

    @Test
    void a3_shouldRefuseProgramsWhileItIsBlockedOrFull() throws Exception {
        broker.channel("orders").block("maintenance");
        await().untilAsserted(() ->
                assertThatThrownBy(() -> send(Protocol.CORE, "orders", 1)).hasMessageContaining("SEND"));
        await().until(() -> broker.channel("orders").figures().current() == rows("orders"));
        int sent = rows("orders");
        broker.channel("orders").unblock();
        send(Protocol.CORE, "few", 2);
        await().untilAsserted(() ->
                assertThatThrownBy(() -> send(Protocol.CORE, "few", 1)).hasMessageContaining("SEND"));

        awaitRows("few", 2);
        assertThat(work("few")).startsWith(0, 1);
        await().ignoreExceptions().until(() -> isTaken("few"));
        await().ignoreExceptions().until(() -> isTaken("orders"));
        await().atMost(SOON).until(() -> rows("orders") > sent);
    }

    @Test
    void shouldLetNoProgramReceive() throws Exception {
        await().untilAsserted(this::assertNoReceiver);
        broker.channel("orders").block("maintenance");
        await().untilAsserted(() ->
                assertThatThrownBy(() -> send(Protocol.CORE, "orders", 1)).hasMessageContaining("SEND"));
        assertNoReceiver();
        broker.channel("orders").unblock();
        await().ignoreExceptions().until(() -> isTaken("orders"));
        await().untilAsserted(this::assertNoReceiver);
        assertThat(work("orders")).isNotEmpty();

        // A channel of another kind takes what the broker's own configuration says again
        broker.stop();
        try (TestBroker changed = prepared(TestBroker.in(folder.resolve("changed")))
                .with("business", database())
                .with("orders", ChannelKind.PERSISTENT)
                .start()) {
            changed.channels().send("orders", ChannelMessage.of("x"));
            await().ignoreExceptions().until(() -> receives("orders"));
        }
    }

    private void assertNoReceiver() {
        assertThatThrownBy(() -> receives("orders")).hasMessageContaining("CONSUME");
    }

    private boolean receives(String channel) throws JMSException {
        try (Connection connection = broker.connect(Protocol.CORE);
                Session session = connection.createSession()) {
            return session.createConsumer(session.createQueue(channel)).receive(NOTHING_MS) != null;
        }
    }

    private boolean isTaken(String channel) throws JMSException {
        send(Protocol.CORE, channel, 1);
        return true;
    }

    @Test
    void shouldGoOnWhenTheBrokerComesBack() throws Exception {
        artemis.kill();
        await().until(() -> broker.broker().problem().isPresent());
        broker.channels().send("orders", ChannelMessage.of("without the broker"));
        artemis.startAgain();
        await().atMost(SOON).until(() -> broker.broker().problem().isEmpty());
        send(Protocol.AMQP, "orders", 3);

        awaitRows("orders", 4);
        assertThat(work("orders")).hasSize(4);
    }

    /** When the database has committed, and the broker is about to. */
    public static final class DiesAtCommit implements Interceptor {

        @Override
        public boolean intercept(Packet packet, RemotingConnection connection) {
            if (packet.getType() == PacketImpl.SESS_COMMIT) {
                Runtime.getRuntime().halt(1);
            }
            return true;
        }
    }

    static final class Dying {
        public static void main(String[] arguments) throws Exception {
            Path folder = Path.of(arguments[0]);
            TestBroker.in(folder)
                    .at(
                            Files.readString(folder.resolve("broker-url")),
                            "outgoingInterceptorList=" + DiesAtCommit.class.getName())
                    .with("business", database(Files.readString(folder.resolve("database-url"))))
                    .with("orders", ChannelConfig.in("business"))
                    .start();
            System.out.println(Child.READY);
            Thread.currentThread().join();
        }
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void c5_shouldNotStoreAgainWhatIsDeliveredAgain() throws Exception {
        broker.stop();
        send(Protocol.CORE, "orders", 50);
        Files.writeString(folder.resolve("broker-url"), artemis.url());
        Files.writeString(folder.resolve("database-url"), url);
        try (Child dying = Child.start(Dying.class, folder)) {
            while (dying.line() != null) {
                // It dies when it commits.
            }
            dying.awaitEnd();
        }

        broker.start();

        assertThat(broker.broker().recovery().found()).isGreaterThan(50);
        assertThat(work("orders")).containsExactlyInAnyOrderElementsOf(numbers(50));
        await().atMost(SOON).until(() -> depth("orders") == 0);
        assertThat(rows("orders")).isZero();
    }

    /** And nothing of Renkei's own that a program has forged. */
    @Test
    void shouldMoveARowOnToTheBroker() throws Exception {
        try (Connection connection = broker.connect(Protocol.CORE);
                Session session = connection.createSession()) {
            TextMessage message = numbered(session, 7);
            message.setStringProperty("renkei_job", "forged");
            session.createProducer(session.createQueue("orders")).send(message);
        }
        try (ChannelSession session = broker.channels().open("orders")) {
            ChannelMessage row = session.receive(SOON);
            assertThat(row.text("renkei_job")).isNull();
            session.send("mail", row);
            session.send("paid", row);
            session.commit();
        }
        assertThat(work("mail")).containsExactly(7);
        assertThat(work("paid")).containsExactly(7);
    }
}
