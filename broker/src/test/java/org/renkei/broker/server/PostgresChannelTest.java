package org.renkei.broker.server;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.table.DataSourceConfig;
import org.renkei.database.PostgresServer;

class PostgresChannelTest extends ChannelContract {

    @TempDir
    static Path data;

    private static PostgresServer server;

    @BeforeAll
    static void startServer() {
        server = PostgresServer.start(data);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Override
    ChannelConfig channel() {
        return ChannelConfig.in("shop");
    }

    @Override
    TestBroker prepared(TestBroker bare) {
        return bare.with(
                "shop",
                new DataSourceConfig(server.newDatabase(), PostgresServer.USER, PostgresServer.PASSWORD, null, null));
    }
}
