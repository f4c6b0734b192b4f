package org.renkei.bench;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.renkei.broker.access.Users;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.server.Broker;
import org.renkei.broker.server.BrokerConfig;
import org.renkei.broker.table.DataSources;

/** A real broker with channels of one kind; its files are temporary. */
final class BrokerBed implements AutoCloseable {
    private static final int A_COMMIT = 20;

    private final Path directory;
    private final Broker broker;
    private final Connection connection;

    BrokerBed(List<String> names, ChannelKind kind) throws IOException, JMSException {
        directory = Files.createTempDirectory("renkei-bench");
        Users users = Users.loadOrCreate(directory.resolve("users.yaml"), directory.resolve("admin.password"));
        Map<String, ChannelConfig> channels = new LinkedHashMap<>();
        names.forEach(name -> channels.put(name, ChannelConfig.of(kind)));
        Path data = directory.resolve("data");
        broker = new Broker(BrokerConfig.anyPorts(), channels, DataSources.none(), users, data, Clock.systemUTC());
        broker.start();
        broker.openChannels();
        connection = broker.local().createConnection();
    }

    Path directory() {
        return directory;
    }

    Broker broker() {
        return broker;
    }

    /** Messages in this channel, those being worked on among them. */
    long depth(String channel) {
        return broker.channels().channel(channel).figures().current();
    }

    /** Sends jobs in transactions, as a producer in a hurry does. */
    void send(String channel, int jobs, IntFunction<String> body) throws JMSException {
        try (Session session = connection.createSession(Session.SESSION_TRANSACTED);
                MessageProducer producer = session.createProducer(session.createQueue(channel))) {
            for (int i = 1; i <= jobs; i++) {
                producer.send(session.createTextMessage(body.apply(i - 1)));
                if (i % A_COMMIT == 0 || i == jobs) {
                    session.commit();
                }
            }
        }
    }

    @Override
    public void close() throws IOException, JMSException {
        connection.close();
        broker.stop();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
