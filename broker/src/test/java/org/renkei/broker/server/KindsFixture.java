package org.renkei.broker.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.broker.channel.Channel;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.table.DataSourceConfig;
import org.renkei.database.PostgresServer;

/** One broker for a whole class of tests, with channels of every kind, of which each test takes its own. */
abstract class KindsFixture {

    static final String[] KINDS = {"persistent", "volatile", "h2", "postgres"};
    static final Duration SOON = Duration.ofSeconds(20);

    private static final int CHANNELS = 16;

    @TempDir
    static Path folder;

    static TestBroker broker;
    private static PostgresServer server;
    private static final Map<String, Integer> TAKEN = new HashMap<>();

    @BeforeAll
    static void startAll() {
        TAKEN.clear();
        server = PostgresServer.start(folder.resolve("postgres"));
        broker = TestBroker.in(folder)
                .with("h2", DataSourceConfig.embedded())
                .with(
                        "postgres",
                        new DataSourceConfig(
                                server.newDatabase(), PostgresServer.USER, PostgresServer.PASSWORD, null, null));
        for (int i = 0; i < CHANNELS; i++) {
            broker.with("persistent-" + i, ChannelKind.PERSISTENT)
                    .with("volatile-" + i, ChannelKind.VOLATILE)
                    .with("h2-" + i, ChannelConfig.in("h2"))
                    .with("postgres-" + i, ChannelConfig.in("postgres"));
        }
        broker.start();
    }

    @AfterAll
    static void stopAll() {
        broker.close();
        server.close();
    }

    /** An empty channel of a kind. */
    static Channel fresh(String kind) {
        return broker.channel(kind + "-" + (TAKEN.merge(kind, 1, Integer::sum) - 1));
    }

    static ChannelMessage message(String name) {
        return ChannelMessage.of(name).withProperties(Map.of("n", name));
    }

    static void send(Channel channel, ChannelMessage message) {
        broker.channels().send(channel.name(), message);
    }
}
