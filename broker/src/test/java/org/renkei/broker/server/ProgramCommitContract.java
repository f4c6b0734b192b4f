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
import jakarta.jms.TemporaryQueue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.renkei.broker.channel.ChannelSession;

/** What is promised to a program whose transaction is over a database and over the journal ({@link ProgramWork}). */
abstract class ProgramCommitContract extends DatabaseChannelFixture {

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldDeliverAgainWhatTheBrokerDidNotCommit(Protocol protocol) throws JMSException {
        send(protocol, "orders", 1);
        Fault fault = Fault.in(broker);
        try (Connection connection = broker.connect(protocol);
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageConsumer consumer = session.createConsumer(session.createQueue("orders"))) {
            MessageProducer mail = session.createProducer(session.createQueue("mail"));
            forward(session, consumer, mail);
            fault.failsTheCommit();
            assertThatThrownBy(session::commit).isInstanceOf(JMSException.class);
            assertThat(depth("orders")).isEqualTo(1);

            Message again = consumer.receive(SOON_MS);
            assertThat(number(again)).isZero();
            assertThat(again.getJMSRedelivered()).isTrue();
            mail.send(numbered(session, 7));
            session.commit();

            assertThat(depth("orders")).isZero();
        }
        assertThat(work("mail")).containsExactly(7);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldDeliverAgainWhatWasAnsweredToATemporaryQueueInVain(Protocol protocol) throws JMSException {
        send(protocol, "orders", 1);
        Fault fault = Fault.in(broker);
        try (Connection connection = broker.connect(protocol);
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageConsumer consumer = session.createConsumer(session.createQueue("orders"))) {
            TemporaryQueue answers = session.createTemporaryQueue();
            MessageProducer producer = session.createProducer(answers);
            forward(session, consumer, producer);
            fault.failsTheCommit();
            assertThatThrownBy(session::commit).isInstanceOf(JMSException.class);

            forward(session, consumer, producer);
            session.commit();
            assertThat(depth("orders")).isZero();
            assertThat(number(session.createConsumer(answers).receive(SOON_MS))).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldHaveStoredAndDeletedAllWhenTheCommitReturns(Protocol protocol) throws JMSException {
        send(protocol, "orders", 20);
        try (Connection connection = broker.connect(protocol);
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageConsumer consumer = session.createConsumer(session.createQueue("orders"))) {
            MessageProducer mail = session.createProducer(session.createQueue("mail"));
            MessageProducer paid = session.createProducer(session.createQueue("paid"));
            for (int i = 1; i <= 20; i++) {
                Message order = consumer.receive(SOON_MS);
                mail.send(numbered(session, number(order)));
                paid.send(numbered(session, number(order)));
                session.commit();
                assertThat(depth("orders")).isEqualTo(20 - i);
                assertThat(depth("paid")).isEqualTo(i);
            }
        }
        assertThat(work("mail")).hasSize(20).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({"CORE,true", "CORE,false", "AMQP,true", "AMQP,false"})
    void shouldDeleteLaterWhatTheDatabaseDoesNotLetGo(Protocol protocol, boolean goes) throws Exception {
        send(protocol, "orders", 3);
        Fault fault = Fault.in(broker);
        try (Connection connection = broker.connect(protocol)) {
            Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
            MessageConsumer consumer = session.createConsumer(session.createQueue("orders"));
            forward(session, consumer, session.createProducer(session.createQueue("mail")));
            fault.happens(transaction -> hideTable());
            session.commit();
            await().atMost(SOON).until(() -> depth("mail") == 1);
            assertThat(depth("orders")).isEqualTo(3);
            if (goes) {
                session.close();
            }
            showTable();

            await().atMost(SOON).until(() -> depth("orders") == 2);
        }
        assertThat(work("orders")).containsExactlyInAnyOrder(1, 2);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldDeliverAgainWhatAnEndedProcessCouldNotDelete(Protocol protocol) throws Exception {
        send(protocol, "orders", 1);
        Fault fault = Fault.in(broker);
        try (Connection connection = broker.connect(protocol);
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageConsumer consumer = session.createConsumer(session.createQueue("orders"))) {
            forward(session, consumer, session.createProducer(session.createQueue("mail")));
            fault.happens(transaction -> hideTable());
            session.commit();
        }
        broker.broker().stop();
        showTable();
        broker.restart();

        assertThat(work("mail")).containsExactly(0);
        try (ChannelSession session = broker.channels().open("orders")) {
            assertThat(session.receive(SOON).number("n", -1)).isZero();
            session.commit();
        }
    }

    /** All of it is in one database: the broker's commit has nothing to add that could be lost. */
    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldBeOneTransactionOfTheDatabaseIfAllIsInIt(Protocol protocol) throws Exception {
        send(protocol, "orders", 1);
        Fault fault = Fault.in(broker);
        try (Connection connection = broker.connect(protocol);
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageConsumer consumer = session.createConsumer(session.createQueue("orders"))) {
            forward(session, consumer, session.createProducer(session.createQueue("paid")));
            fault.happens(transaction -> {
                assertThat(rows("orders")).isZero();
                assertThat(rows("paid")).isEqualTo(1);
            });
            session.commit();
        }
        assertThat(work("paid")).containsExactly(0);
        assertThat(depth("orders")).isZero();
    }
}
