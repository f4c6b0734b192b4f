package org.renkei.broker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.ChannelSession;

/** What programs are promised that send to a database channel and receive from one; the same over each database. */
abstract class DatabaseChannelContract extends DatabaseChannelFixture {

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldHaveStoredWhatWasSent(Protocol protocol) throws JMSException {
        send(protocol, "orders", 3);

        assertThat(depth("orders")).isEqualTo(3);
        assertThat(work("orders")).containsExactly(0, 1, 2);
        assertThat(depth("orders")).isZero();
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldStoreATransactionWithItsCommitOnly(Protocol protocol) throws JMSException {
        try (Connection connection = broker.connect(protocol);
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            MessageProducer producer = session.createProducer(session.createQueue("orders"));
            producer.send(numbered(session, 1));
            session.rollback();
            producer.send(numbered(session, 2));
            producer.send(numbered(session, 3));
            assertThat(depth("orders")).isZero();

            session.commit();

            assertThat(depth("orders")).isEqualTo(2);
        }
        assertThat(work("orders")).containsExactly(2, 3);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldGiveBackWhatWasReceivedWhenTheTableDoesNotTakeTheCommit(Protocol protocol) throws Exception {
        send(protocol, "mail", 1);
        try (Connection connection = broker.connect(protocol);
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageConsumer consumer = session.createConsumer(session.createQueue("mail"))) {
            MessageProducer producer = session.createProducer(session.createQueue("orders"));
            producer.send(numbered(session, number(consumer.receive(SOON_MS)) + 7));
            hideTable();

            assertThatThrownBy(session::commit).isInstanceOf(JMSException.class);

            showTable();
            Message again = consumer.receive(SOON_MS);
            assertThat(number(again)).isZero();
            assertThat(again.getJMSRedelivered()).isTrue();
            assertThat(depth("orders")).isZero();
            producer.send(numbered(session, 8));
            session.commit();
        }
        assertThat(depth("mail")).isZero();
        assertThat(work("orders")).containsExactly(8);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldTellTheSenderThatTheTableDidNotTakeIt(Protocol protocol) throws Exception {
        try (Connection connection = broker.connect(protocol);
                Session session = connection.createSession()) {
            MessageProducer producer = session.createProducer(session.createQueue("orders"));
            hideTable();
            assertThatThrownBy(() -> producer.send(numbered(session, 1))).isInstanceOf(JMSException.class);
            showTable();
            producer.send(numbered(session, 2));
        }
        assertThat(work("orders")).containsExactly(2);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldStoreADuplicateIdOnceOverARestartAndALostJournal(Protocol protocol) throws Exception {
        sendWithDuplicateId(protocol, "order-1");
        sendWithDuplicateId(protocol, "order-1");
        broker.restart();
        sendWithDuplicateId(protocol, "order-1");
        broker.stop();
        deleteJournal();
        broker.start();
        sendWithDuplicateId(protocol, "order-1");
        sendWithDuplicateId(protocol, "order-2");

        assertThat(depth("orders")).isEqualTo(2);
        try (ChannelSession session = broker.channels().open("orders")) {
            assertThat(session.receive(SOON).text("_AMQ_DUPL_ID")).isEqualTo("order-1");
        }
    }

    @Test
    void shouldGoOnWithoutTheJournal() throws Exception {
        send(Protocol.CORE, "orders", 20);
        try (Connection connection = broker.connect(Protocol.CORE);
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageConsumer consumer = session.createConsumer(session.createQueue("orders"))) {
            assertThat(consumer.receive(SOON_MS)).isNotNull();
        }
        broker.stop();
        deleteJournal();

        broker.start();

        assertThat(depth("orders")).isEqualTo(20);
        assertThat(received(Protocol.AMQP, "orders", 10)).hasSize(10);
        await().atMost(SOON).until(() -> broker.channel("orders").figures().inProcess() == 0);
        assertThat(work("orders")).hasSize(10);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldGiveEachMessageOnceOverConsumersThatComeAndGo(Protocol protocol) throws JMSException {
        send(Protocol.CORE, "orders", 60);
        List<Integer> got = new ArrayList<>();
        while (got.size() < 60) {
            got.addAll(received(protocol, "orders", 7));
        }

        assertThat(got).hasSize(60).doesNotHaveDuplicates();
        await().atMost(SOON).until(() -> depth("orders") == 0);
        assertThat(broker.channel("orders").figures().out()).isEqualTo(60);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldHaveDeletedTheRowWhenTheConsumerHasAcknowledged(Protocol protocol) throws JMSException {
        send(protocol, "orders", 3);
        try (Connection connection = broker.connect(protocol);
                Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
                MessageConsumer consumer = session.createConsumer(session.createQueue("orders"))) {
            consumer.receive(SOON_MS);
            Message second = consumer.receive(SOON_MS);
            assertThat(depth("orders")).isEqualTo(3);

            second.acknowledge();

            await().atMost(SOON).until(() -> depth("orders") == 1);
        }
        await().atMost(SOON).until(() -> queued("orders") == 1);
        assertThat(work("orders")).containsExactly(2);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldMoveFromTableToTableInOneTransaction(Protocol protocol) throws JMSException {
        send(protocol, "orders", 4);
        try (Connection connection = broker.connect(protocol);
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageConsumer consumer = session.createConsumer(session.createQueue("orders"))) {
            MessageProducer producer = session.createProducer(session.createQueue("paid"));
            forward(session, consumer, producer);
            session.commit();
            forward(session, consumer, producer);
            session.rollback();
            Message again = consumer.receive(SOON_MS);
            assertThat(number(again)).isEqualTo(1);
            assertThat(again.getJMSRedelivered()).isTrue();
            producer.send(numbered(session, 1));
            session.commit();
            forward(session, consumer, producer);
            // Its connection ends before the commit.
        }
        assertThat(depth("paid")).isEqualTo(2);
        await().atMost(SOON).until(() -> queued("orders") == 2);
        assertThat(work("paid")).containsExactly(0, 1);
        assertThat(work("orders")).containsExactlyInAnyOrder(2, 3);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldUndoAcknowledgementsWhenTheTableDoesNotTakeThem(Protocol protocol) throws Exception {
        send(protocol, "orders", 2);
        try (Connection connection = broker.connect(protocol);
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageConsumer consumer = session.createConsumer(session.createQueue("orders"))) {
            assertThat(number(consumer.receive(SOON_MS))).isZero();
            hideTable();
            assertThatThrownBy(session::commit).isInstanceOf(JMSException.class);
            showTable();

            TreeSet<Integer> again = new TreeSet<>();
            again.add(number(consumer.receive(SOON_MS)));
            again.add(number(consumer.receive(SOON_MS)));
            session.commit();
            assertThat(again).containsExactly(0, 1);
        }
        await().atMost(SOON).until(() -> depth("orders") == 0);
    }

    @Test
    void shouldHandNobodyACopyWhoseRowIsGone() throws Exception {
        send(Protocol.CORE, "orders", 2);
        try (Connection connection = broker.connect(Protocol.CORE);
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageConsumer consumer = session.createConsumer(session.createQueue("orders"))) {
            assertThat(number(consumer.receive(SOON_MS))).isZero();
            sql("delete from renkei.message where id = (select min(id) from renkei.message)");
            assertThatThrownBy(session::commit).isInstanceOf(JMSException.class);

            assertThat(number(consumer.receive(SOON_MS))).isEqualTo(1);
            session.commit();
            assertThat(consumer.receive(NOTHING_MS)).isNull();
        }
        await().atMost(SOON).until(() -> depth("orders") == 0);
    }

    @Test
    void shouldWakeAWorkerThatWaitsByATriggerInTheQueue() throws Exception {
        Future<ChannelMessage> worker = waitingWorker();
        long before = triggers();

        send(Protocol.CORE, "orders", 1);

        assertThat(worker.get(SOON_MS, TimeUnit.MILLISECONDS)).isNotNull();
        assertThat(triggers()).isGreaterThan(before);
        long after = triggers();
        send(Protocol.CORE, "orders", 5);
        assertThat(triggers()).as("nobody waits").isEqualTo(after);
    }

    @Test
    void shouldMakeGoodTriggersThatWereLost() throws Exception {
        AtomicInteger lost = new AtomicInteger();
        broker.sources().find("business").orElseThrow().useTrigger(channel -> lost.incrementAndGet());
        Future<ChannelMessage> worker = waitingWorker();

        send(Protocol.CORE, "orders", 1);

        assertThat(worker.get(SOON_MS, TimeUnit.MILLISECONDS)).isNotNull();
        assertThat(lost).hasPositiveValue();
        try (Connection connection = broker.connect(Protocol.CORE);
                Session session = connection.createSession();
                MessageConsumer consumer = session.createConsumer(session.createQueue("orders"))) {
            assertThat(consumer.receive(NOTHING_MS)).isNull();
            send(Protocol.CORE, "orders", 1);
            assertThat(number(consumer.receive(SOON_MS))).isZero();
            assertThat(lost).hasValueGreaterThan(1);
        }
    }

    @Test
    void shouldNotBeHarmedByAThousandTriggers() throws Exception {
        send(Protocol.CORE, "orders", 5);
        try (Connection own = broker.broker().local().createConnection();
                Session session = own.createSession();
                Connection program = broker.connect(Protocol.CORE);
                Session receiving = program.createSession();
                MessageConsumer consumer = receiving.createConsumer(receiving.createQueue("orders"))) {
            MessageProducer producer = session.createProducer(session.createQueue("orders"));
            for (int i = 0; i < 1000; i++) {
                Message trigger = session.createMessage();
                trigger.setBooleanProperty("renkei_trigger", true);
                producer.send(trigger);
            }
            List<Integer> got = new ArrayList<>();
            for (Message next = consumer.receive(SOON_MS); next != null; next = consumer.receive(NOTHING_MS)) {
                got.add(number(next));
            }
            assertThat(got).containsExactly(0, 1, 2, 3, 4);
        }
        await().atMost(SOON).until(() -> depth("orders") == 0);
        send(Protocol.CORE, "orders", 2);
        assertThat(work("orders")).containsExactly(0, 1);
    }

    private void sendWithDuplicateId(Protocol protocol, String id) throws JMSException {
        try (Connection connection = broker.connect(protocol);
                Session session = connection.createSession()) {
            Message message = session.createTextMessage("x");
            message.setStringProperty("_AMQ_DUPL_ID", id);
            session.createProducer(session.createQueue("orders")).send(message);
        }
    }

    private void deleteJournal() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("data").resolve("broker"))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** A worker for one message, after it has found nothing. */
    private Future<ChannelMessage> waitingWorker() {
        AtomicReference<Thread> thread = new AtomicReference<>();
        CompletableFuture<ChannelMessage> got = CompletableFuture.supplyAsync(
                () -> {
                    try (ChannelSession session = broker.channels().open("orders")) {
                        thread.set(Thread.currentThread());
                        ChannelMessage message = session.receive(SOON);
                        session.commit();
                        return message;
                    }
                },
                task -> new Thread(task, "worker").start());
        await().until(() -> thread.get() != null
                && Arrays.stream(thread.get().getStackTrace()).anyMatch(DatabaseChannelContract::isWaiting));
        return got;
    }

    private static boolean isWaiting(StackTraceElement frame) {
        return frame.getClassName().endsWith(".Wake") && frame.getMethodName().equals("await");
    }

    /** How many came into the broker's queue so far: nothing else does while no program receives. */
    private long triggers() throws Exception {
        return broker.broker().artemis().locateQueue("orders").getMessagesAdded();
    }
}
