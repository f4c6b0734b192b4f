package org.renkei.broker.table;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.database.DatabaseSettings;
import org.renkei.database.PostgresServer;

class PostgresMessageTableTest extends MessageTableContract {

    @TempDir
    static Path dir;

    private static PostgresServer server;

    @BeforeAll
    static void startServer() {
        server = PostgresServer.start(dir);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Override
    DatabaseSettings settings() {
        return new DatabaseSettings(
                "data source",
                "dataSources.business",
                server.newDatabase(),
                PostgresServer.USER,
                PostgresServer.PASSWORD,
                8,
                "renkei",
                MIGRATIONS);
    }

    @Override
    String series(int rows) {
        return "generate_series(1, " + rows + ")";
    }

    @Override
    int many() {
        return 1_000_000;
    }
}
