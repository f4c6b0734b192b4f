package org.renkei.broker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.ChannelSession;
import org.renkei.broker.config.ByteSize;
import org.renkei.broker.config.StrictYaml;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;

class BrokerStartTest {

    @TempDir
    Path folder;

    private TestBroker broker;

    @AfterEach
    void stop() {
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void d1_shouldNameThePortThatIsInUseAndLeaveNothingRunning() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Listener listener = new Listener(null, taken.getLocalPort());
            broker = TestBroker.in(folder)
                    .with(new BrokerConfig(Listener.anyPort(), listener, null, null, null, null))
                    .with("in", ChannelKind.PERSISTENT);

            assertThatThrownBy(broker::start)
                    .isInstanceOfSatisfying(
                            RenkeiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BROKER_START))
                    .hasMessageContaining("cannot listen on 127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContaining("broker.amqp.port");
        }
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> !before.contains(thread)
                                && !thread.isDaemon()
                                && thread.isAlive()
                                && thread.getName().contains("renkei")));
        broker.with(BrokerConfig.anyPorts()).start();
        assertThat(broker.broker().problem()).isEmpty();
    }

    @Test
    void shouldRefuseASecondBrokerOnTheSameData() {
        broker = TestBroker.in(folder).with("in", ChannelKind.PERSISTENT).start();

        assertThatThrownBy(() -> TestBroker.in(folder).start())
                .hasMessageContaining("RNK-2007 another broker runs on")
                .hasMessageContaining("stop it first");
        assertThat(broker.broker().problem()).isEmpty();
    }

    @Test
    void a1_shouldRefuseAChangeOfKindUnlessTheChannelIsEmpty() {
        broker = TestBroker.in(folder).with("in", ChannelKind.PERSISTENT).start();
        broker.channels().send("in", ChannelMessage.of("kept"));
        broker.close();

        broker.with("in", ChannelKind.VOLATILE);
        assertThatThrownBy(broker::start)
                .hasMessageContaining("in.kind cannot become volatile while it holds 1 messages");

        broker.with("in", ChannelKind.PERSISTENT).start();
        try (ChannelSession session = broker.channels().open("in")) {
            assertThat(session.receive(Duration.ofSeconds(5))).isNotNull();
            session.commit();
        }
        broker.close();
        broker.with("in", ChannelKind.VOLATILE).start();
        assertThat(broker.channel("in").figures().kind()).isEqualTo(ChannelKind.VOLATILE);
    }

    @Test
    void shouldRefuseNamesOfTheSystemsOwn() {
        for (String name : new String[] {"renkei.x", "activemq.x", "a b", "", "a::b", "#", "a*"}) {
            broker = TestBroker.in(folder).with(name, ChannelKind.PERSISTENT);
            assertThatThrownBy(broker::start).as(name).hasMessageStartingWith("RNK-1001 ");
        }
    }

    @Test
    void a4_shouldRefuseSendersWhenTheDiskIsFullWhileReceiversGoOn() {
        broker = TestBroker.in(folder).with("in", ChannelKind.PERSISTENT).start();
        broker.channels().send("in", ChannelMessage.of("there already"));
        broker.close();
        broker.with(new BrokerConfig(Listener.anyPort(), Listener.anyPort(), null, null, 1, null))
                .start();
        await().until(() -> broker.broker().problem().isPresent());

        for (Protocol protocol : Protocol.values()) {
            assertThatThrownBy(() -> {
                        try (var connection = broker.connect(protocol);
                                var session = connection.createSession()) {
                            session.createProducer(session.createQueue("in")).send(session.createMessage());
                        }
                    })
                    .as(protocol.toString())
                    .isInstanceOf(jakarta.jms.JMSException.class)
                    .hasMessageContaining("RNK-2003 channel in takes nothing")
                    .hasMessageContaining("of 1 % allowed (broker.diskFull)");
        }
        try (ChannelSession session = broker.channels().open("in")) {
            assertThat(session.receive(Duration.ofSeconds(5))).isNotNull();
            session.commit();
        }
    }

    @Test
    void shouldPageToDiskWhenMemoryIsFull() {
        int messages = 15_000;
        broker = TestBroker.in(folder)
                .with(new BrokerConfig(
                        Listener.anyPort(), Listener.anyPort(), null, ByteSize.ofMebibytes(2), null, null))
                .with("in", ChannelKind.PERSISTENT)
                .start();
        ChannelMessage kibibyte = ChannelMessage.of("x".repeat(1_024));
        try (ChannelSession session = broker.channels().open("in")) {
            for (int i = 1; i <= messages; i++) {
                session.send("in", kibibyte);
                if (i % 1_000 == 0) {
                    session.commit();
                }
            }
        }
        await().until(() -> broker.channel("in").figures().current() == messages);

        int taken = 0;
        try (ChannelSession session = broker.channels().open("in")) {
            while (session.receive(Duration.ofSeconds(5)) != null) {
                if (++taken % 1_000 == 0) {
                    session.commit();
                }
                if (taken == messages) {
                    break;
                }
            }
        }
        assertThat(taken).isEqualTo(messages);
        await().until(() -> broker.channel("in").figures().current() == 0);
    }

    @Test
    void shouldReadItsSettingsAndRefuseWhatCannotBe() {
        BrokerConfig config = StrictYaml.read(
                "renkei.yaml", "core: {port: 0}\njournal: {bufferTimeout: 200us}\nmemory: 64MiB", BrokerConfig.class);
        assertThat(config.journal().bufferTimeout()).isEqualTo(Duration.ofNanos(200_000));
        assertThat(config.amqp()).isEqualTo(new Listener("127.0.0.1", 5_672));
        Map.of(
                        "core: {port: 70000}", "core.port must be 0 to 65535, was 70000",
                        "core: {port: 5672}", "amqp.port must differ from core.port (5672)",
                        "memory: 1KiB", "memory must be at least 1MiB, was 1KiB",
                        "maxMessage: 1KiB", "maxMessage must be at least 1MiB, was 1KiB",
                        "diskFull: 0", "diskFull must be 1 to 100, was 0",
                        "journal: {bufferTimeout: 5s}", "journal.bufferTimeout must be 0us to 100ms")
                .forEach((yaml, problem) -> assertThatThrownBy(
                                () -> StrictYaml.read("renkei.yaml", yaml, BrokerConfig.class))
                        .hasMessageContaining(problem));
    }
}
