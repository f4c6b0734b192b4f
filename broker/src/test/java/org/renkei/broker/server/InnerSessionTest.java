package org.renkei.broker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.renkei.broker.channel.Body;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.ChannelSession;
import org.renkei.broker.error.RenkeiException;
import org.renkei.database.ShelteredThread;

/** What differs for a worker because it works right inside the broker, and may not differ for anybody. */
class InnerSessionTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String LARGE = "連携 0123456789 ".repeat(100_000);

    @TempDir
    Path folder;

    private TestBroker broker;

    @BeforeEach
    void start() {
        ChannelConfig oneAtATime =
                new ChannelConfig(ChannelKind.PERSISTENT, null, null, null, null, null, null, null, 1, null, null);
        broker = TestBroker.in(folder)
                .with("in", ChannelKind.PERSISTENT)
                .with("out", ChannelKind.PERSISTENT)
                .with("one", oneAtATime)
                .start();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldPassOnALargeBodyAndLeaveNoFile(Protocol protocol) throws Exception {
        try (Connection connection = broker.connect(protocol);
                Session session = connection.createSession()) {
            session.createProducer(session.createQueue("in")).send(session.createTextMessage(LARGE));
            passOn();
            try (MessageConsumer consumer = session.createConsumer(session.createQueue("out"))) {
                Message received = consumer.receive(SOON.toMillis());
                assertThat(received.getBody(String.class)).isEqualTo(LARGE);
            }
        }
        await().until(this::largeFiles, files -> files == 0);
    }

    @ParameterizedTest
    @EnumSource(Compressed.class)
    void shouldReadWhatTheSendersClientHasCompressed(Compressed size) throws Exception {
        ActiveMQConnectionFactory compressing = broker.core("shop", broker.password());
        compressing.setCompressLargeMessage(true);
        compressing.setMinLargeMessageSize(1_000);
        send(compressing, size.body());

        passOn();

        try (ChannelSession session = broker.channels().open("out")) {
            assertThat(session.receive(SOON).body()).isEqualTo(Body.of(size.body()));
        }
    }

    private enum Compressed {
        TO_LITTLE,
        TO_MUCH;

        String body() {
            StringBuilder body = new StringBuilder("compress me ".repeat(10_000));
            for (int i = 0; this == TO_MUCH && i < 200_000; i++) {
                body.append((char) (0x4e00 + i * 7919 % 20_000));
            }
            return body.toString();
        }
    }

    private static void send(ConnectionFactory factory, String body) throws Exception {
        try (Connection connection = factory.createConnection();
                Session session = connection.createSession()) {
            session.createProducer(session.createQueue("in")).send(session.createTextMessage(body));
        }
    }

    private void passOn() {
        try (ChannelSession session = broker.channels().open("in")) {
            session.send(
                    "out", ChannelMessage.of("").withBody(session.receive(SOON).body()));
            session.commit();
        }
    }

    private long largeFiles() throws Exception {
        try (Stream<Path> files = Files.list(folder.resolve("data/broker/large-messages"))) {
            return files.count();
        }
    }

    @Test
    void shouldFetchNothingAheadForOneAtATime() {
        broker.channels().send("one", ChannelMessage.of("first"));
        broker.channels().send("one", ChannelMessage.of("second"));
        try (ChannelSession slow = broker.channels().open("one");
                ChannelSession other = broker.channels().open("one")) {
            assertThat(slow.receive(SOON).body()).isEqualTo(Body.of("first"));
            assertThat(other.receive(SOON).body()).isEqualTo(Body.of("second"));
            assertThat(other.receiveNow()).isNull();
            other.commit();
            slow.rollback();
            assertThat(other.receive(SOON).body()).isEqualTo(Body.of("first"));
            other.commit();
        }
        await().until(() -> broker.channel("one").figures().current() == 0);
    }

    @Test
    void shouldGiveOthersWhatItHadFetchedAheadWhenItCloses() {
        for (int i = 0; i < 30; i++) {
            broker.channels().send("in", ChannelMessage.of("job " + i));
        }
        try (ChannelSession session = broker.channels().open("in")) {
            assertThat(session.receive(SOON).body()).isEqualTo(Body.of("job 0"));
        }
        try (ChannelSession session = broker.channels().open("in")) {
            ChannelMessage first = session.receive(SOON);
            assertThat(first.body()).isEqualTo(Body.of("job 0"));
            assertThat(first.redelivered()).isTrue();
            for (int i = 1; i < 30; i++) {
                ChannelMessage next = session.receive(SOON);
                assertThat(next.body()).isEqualTo(Body.of("job " + i));
                assertThat(next.redelivered()).isFalse();
            }
            session.commit();
            assertThat(session.receiveNow()).isNull();
        }
    }

    /** The broker writes files on the thread of the worker, and an interrupt closes files. */
    @Test
    void d6_shouldSurviveWorkersThatAreInterruptedWhileTheyWriteFiles() throws Exception {
        AtomicInteger committed = new AtomicInteger();
        for (int i = 0; i < 20; i++) {
            Runnable work = () -> sendUntilInterrupted(committed);
            Thread worker = i % 2 == 0 ? new ShelteredThread(work, "interrupted") : new Thread(work, "interrupted");
            int before = committed.get();
            worker.start();
            await().until(() -> committed.get() > before);
            worker.interrupt();
            worker.join(SOON.toMillis());
            assertThat(worker.isAlive()).isFalse();
        }

        assertThat(broker.broker().problem()).isEmpty();
        await().until(() -> broker.channel("out").figures().queued() == committed.get());
        try (ChannelSession session = broker.channels().open("out")) {
            for (int i = 0; i < committed.get(); i++) {
                assertThat(session.receive(SOON).body()).isEqualTo(Body.of(LARGE));
                session.commit();
            }
        }
    }

    private void sendUntilInterrupted(AtomicInteger committed) {
        try (ChannelSession session = broker.channels().open("in")) {
            while (!Thread.currentThread().isInterrupted()) {
                session.send("out", ChannelMessage.of(LARGE));
                session.commit();
                committed.incrementAndGet();
            }
        } catch (RenkeiException e) {
            throw new AssertionError(e);
        }
    }
}
