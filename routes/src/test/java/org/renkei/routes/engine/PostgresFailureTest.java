package org.renkei.routes.engine;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.broker.table.DataSourceConfig;
import org.renkei.database.PostgresServer;

class PostgresFailureTest extends FailureContract {

    @TempDir
    static Path serverDir;

    private static PostgresServer server;

    @BeforeAll
    static void startServer() {
        server = PostgresServer.start(serverDir);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Override
    String kind() {
        return "kind: database, dataSource: shop";
    }

    @Override
    RunningEngine.Builder prepared(RunningEngine.Builder builder) {
        return builder.dataSource(
                "shop",
                new DataSourceConfig(server.newDatabase(), PostgresServer.USER, PostgresServer.PASSWORD, null, null));
    }
}
