package org.renkei.broker.server;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.ChannelSession;
import org.renkei.broker.table.DataSourceConfig;
import org.renkei.database.Child;

/** What a process that was killed leaves of the programs' work on database channels (C5). */
class DatabaseChannelCrashTest {

    private static final int JOBS = 500;
    private static final int KILLS = 2;
    private static final int LONGEST_LIFE_MS = 800;
    private static final int SOON_MS = 30_000;

    @TempDir
    Path folder;

    /** Moves two of ten jobs from one database channel to another, takes a third, and waits to be killed. */
    static final class Worker {
        public static void main(String[] arguments) throws JMSException, InterruptedException {
            TestBroker broker = broker(Path.of(arguments[0])).start();
            Connection connection = broker.connect(Protocol.CORE);
            Session sending = connection.createSession();
            MessageProducer orders = sending.createProducer(sending.createQueue("orders"));
            for (int i = 0; i < 10; i++) {
                orders.send(DatabaseChannelFixture.numbered(sending, i));
            }
            Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
            MessageConsumer consumer = session.createConsumer(session.createQueue("orders"));
            MessageProducer paid = session.createProducer(session.createQueue("paid"));
            for (int i = 0; i < 3; i++) {
                int number = DatabaseChannelFixture.number(consumer.receive(SOON_MS));
                paid.send(DatabaseChannelFixture.numbered(session, number));
                if (i < 2) {
                    session.commit();
                }
            }
            System.out.println(Child.READY);
            Thread.currentThread().join();
        }
    }

    /** Moves jobs from a database channel to one of the journal, and dies in the commit: between the database and the broker. */
    static final class Dying {
        public static void main(String[] arguments) throws JMSException {
            TestBroker broker = broker(Path.of(arguments[0])).start();
            Fault fault = Fault.in(broker);
            Connection connection = broker.connect(Protocol.CORE);
            Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
            MessageProducer orders = session.createProducer(session.createQueue("orders"));
            orders.send(DatabaseChannelFixture.numbered(session, 0));
            session.commit();
            MessageConsumer consumer = session.createConsumer(session.createQueue("orders"));
            DatabaseChannelFixture.forward(session, consumer, session.createProducer(session.createQueue("mail")));
            System.out.println(Child.READY);
            fault.happens(transaction -> Runtime.getRuntime().halt(1));
            session.commit();
        }
    }

    /** Moves jobs from a database channel to one of the journal until it is killed. */
    static final class Mover {
        public static void main(String[] arguments) throws JMSException {
            TestBroker broker = broker(Path.of(arguments[0])).start();
            Connection connection = broker.connect(Protocol.CORE);
            Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
            MessageConsumer consumer = session.createConsumer(session.createQueue("orders"));
            MessageProducer mail = session.createProducer(session.createQueue("mail"));
            DatabaseChannelFixture.forward(session, consumer, mail);
            session.commit();
            System.out.println(Child.READY);
            while (true) {
                DatabaseChannelFixture.forward(session, consumer, mail);
                session.commit();
            }
        }
    }

    @Test
    void c5_shouldLoseAndDoubleNothingThatProgramsHadInHand() throws Exception {
        try (Child worker = Child.start(Worker.class, folder)) {
            worker.awaitReady();
        }

        try (TestBroker broker = broker(folder).start()) {
            assertThat(broker.broker().recovery().found()).isEqualTo(10);
            assertThat(broker.channel("orders").figures().queued()).isEqualTo(8);
            assertThat(numbers(broker, "paid")).containsExactly(0, 1);
            assertThat(numbers(broker, "orders")).containsExactly(2, 3, 4, 5, 6, 7, 8, 9);
        }
    }

    @Test
    void c5_shouldDeliverAgainWhatWasOnItsWayFromTheDatabaseToTheJournal() throws Exception {
        try (Child dying = Child.start(Dying.class, folder)) {
            dying.awaitReady();
            dying.awaitEnd();
        }
        try (TestBroker broker = broker(folder).start()) {
            assertThat(numbers(broker, "mail")).isEmpty();
            assertThat(numbers(broker, "orders")).containsExactly(0);
        }
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void c5_shouldLoseNothingOnTheWayFromTheDatabaseToTheJournal() throws Exception {
        try (TestBroker broker = broker(folder).start()) {
            for (int i = 0; i < JOBS; i++) {
                broker.channels().send("orders", ChannelMessage.of("job").withProperties(Map.of("n", i)));
            }
        }
        Random random = new Random();
        for (int i = 0; i < KILLS; i++) {
            try (Child mover = Child.start(Mover.class, folder)) {
                mover.awaitReady();
                // How long it lives is what varies here.
                Thread.sleep(random.nextInt(LONGEST_LIFE_MS));
            }
        }
        try (TestBroker broker = broker(folder).start()) {
            List<Integer> moved = numbers(broker, "mail");
            List<Integer> left = numbers(broker, "orders");
            Set<Integer> all = new TreeSet<>(moved);
            all.addAll(left);
            assertThat(all).as("moved %s, left %s", moved, left).hasSize(JOBS);
            assertThat(left).doesNotHaveDuplicates();
            assertThat(moved).hasSizeBetween(1, JOBS + KILLS);
            assertThat(moved.size() + left.size()).isLessThanOrEqualTo(JOBS + KILLS);
        }
    }

    private static List<Integer> numbers(TestBroker broker, String channel) {
        List<Integer> numbers = new ArrayList<>();
        long expected = broker.channel(channel).figures().current();
        try (ChannelSession session = broker.channels().open(channel)) {
            ChannelMessage next;
            do {
                int patience = numbers.size() < expected ? SOON_MS : DatabaseChannelFixture.NOTHING_MS;
                next = session.receive(Duration.ofMillis(patience));
                if (next != null) {
                    numbers.add(next.number("n", -1));
                    session.commit();
                }
            } while (next != null);
        }
        return numbers;
    }

    private static TestBroker broker(Path folder) {
        return TestBroker.in(folder)
                .with("business", DataSourceConfig.embedded())
                .with("orders", ChannelConfig.in("business"))
                .with("paid", ChannelConfig.in("business"))
                .with("mail", ChannelKind.PERSISTENT);
    }
}
