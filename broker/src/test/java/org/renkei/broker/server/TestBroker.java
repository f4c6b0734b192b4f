package org.renkei.broker.server;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.renkei.broker.access.Users;
import org.renkei.broker.channel.Channel;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.Channels;
import org.renkei.broker.table.DataSourceConfig;
import org.renkei.broker.table.DataSources;
import org.renkei.database.ArtemisServer;

/** A real broker at free ports, with a client user, and real clients of both protocols. */
final class TestBroker implements AutoCloseable {

    private static final String PASSWORD = "open sesame";

    /** The users as Renkei would write them, but for their hash, which takes no time: a test makes many of these. */
    private static final String USERS = """
            admin: {password: "%1$s", roles: [administer]}
            shop: {password: "%1$s", roles: [client]}
            """.formatted(
                    "pbkdf2-sha512:1:cmVua2VpIHRlc3Qgc2FsdA==:+aknVp+Jv5NbrLrwRRY3IfgKk/a93u8yZS2yrnsRz4iS"
                            + "IH9DbzWNiNRSaj7amqnx7maWLjyrZLAr2vO8xs9P6A==");

    private final Path folder;
    private final Map<String, ChannelConfig> declared = new LinkedHashMap<>();
    private final Map<String, DataSourceConfig> databases = new LinkedHashMap<>();
    private BrokerConfig config = BrokerConfig.anyPorts();
    private String url;
    private DataSources sources;
    private Users users;
    private Broker broker;

    private TestBroker(Path folder) {
        this.folder = folder;
    }

    static TestBroker in(Path folder) {
        return new TestBroker(folder);
    }

    TestBroker with(String channel, ChannelKind kind) {
        return with(channel, ChannelConfig.of(kind));
    }

    TestBroker with(String channel, ChannelConfig channelConfig) {
        declared.put(channel, channelConfig);
        return this;
    }

    /** A persistent channel with these limits. */
    TestBroker with(String channel, long max, long watch, long rearm, long unblock) {
        return with(
                channel,
                new ChannelConfig(
                        ChannelKind.PERSISTENT, null, max, watch, rearm, unblock, null, null, null, null, null));
    }

    TestBroker with(BrokerConfig newConfig) {
        this.config = newConfig;
        return this;
    }

    /** At brokers that it does not start, where programs connect to the first. */
    TestBroker at(ArtemisServer... servers) {
        url = servers[0].url();
        String all = Stream.of(servers).map(ArtemisServer::url).collect(Collectors.joining(","));
        return with(
                BrokerConfig.external("(" + all + ")", ArtemisServer.USER, ArtemisServer.PASSWORD, ArtemisServer.ROLE));
    }

    /** At one that another process has started, with options of its client. */
    TestBroker at(String server, String options) {
        url = server;
        return with(BrokerConfig.external(
                url + "?" + options, ArtemisServer.USER, ArtemisServer.PASSWORD, ArtemisServer.ROLE));
    }

    /** A data source for database channels. */
    TestBroker with(String dataSource, DataSourceConfig database) {
        databases.put(dataSource, database);
        return this;
    }

    TestBroker start() {
        startClosed();
        broker.openChannels();
        return this;
    }

    /** Started, but its channels are not opened yet. */
    TestBroker startClosed() {
        if (users == null) {
            users = users(folder.resolve("users.yaml"));
        }
        sources = DataSources.open(
                databases,
                declared,
                folder.resolve("databases"),
                folder,
                folder.getFileName().toString());
        broker = new Broker(
                config,
                declared,
                sources,
                users,
                folder.getFileName().toString(),
                folder.resolve("data"),
                Clock.systemUTC());
        broker.start();
        return this;
    }

    private static Users users(Path file) {
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(file.getParent());
                Files.writeString(file, USERS);
            }
            return Users.loadOrCreate(file, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TestBroker restart() {
        stop();
        return start();
    }

    void stop() {
        broker.stop();
        sources.close();
    }

    DataSources sources() {
        return sources;
    }

    Broker broker() {
        return broker;
    }

    Users users() {
        return users;
    }

    Channels channels() {
        return broker.channels();
    }

    Channel channel(String name) {
        return channels().channel(name);
    }

    private String passwordOfPrograms() {
        return url == null ? PASSWORD : ArtemisServer.PASSWORD;
    }

    ConnectionFactory core() {
        return core("shop", passwordOfPrograms());
    }

    ActiveMQConnectionFactory core(String user, String userPassword) {
        return new ActiveMQConnectionFactory(
                url == null ? "tcp://127.0.0.1:" + broker.corePort() : url, user, userPassword);
    }

    ConnectionFactory amqp() {
        return amqp("shop", passwordOfPrograms());
    }

    ConnectionFactory amqp(String user, String userPassword) {
        return new JmsConnectionFactory(
                user,
                userPassword,
                url == null ? "amqp://127.0.0.1:" + broker.amqpPort() : url.replace("tcp:", "amqp:"));
    }

    ConnectionFactory factory(Protocol protocol) {
        return protocol == Protocol.CORE ? core() : amqp();
    }

    ConnectionFactory factory(Protocol protocol, String user, String userPassword) {
        return protocol == Protocol.CORE ? core(user, userPassword) : amqp(user, userPassword);
    }

    Connection connect(Protocol protocol) throws JMSException {
        Connection connection = factory(protocol).createConnection();
        connection.start();
        return connection;
    }

    String password() {
        return passwordOfPrograms();
    }

    @Override
    public void close() {
        if (broker != null) {
            stop();
        }
    }
}
