package org.renkei.tracking.store;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.database.PostgresServer;

class PostgresTrackingStoreTest extends TrackingStoreContract {

    @TempDir
    static Path dir;

    private static PostgresServer server;

    private String url;

    @BeforeAll
    static void startServer() {
        server = PostgresServer.start(dir);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Override
    TrackingConfig config() {
        if (url == null) {
            url = server.newDatabase();
        }
        return new TrackingConfig(url, PostgresServer.USER, PostgresServer.PASSWORD, null, 2, null);
    }

    @Override
    void stopDatabase() {
        server.stop();
    }

    @Override
    void startDatabase() {
        server.startAgain();
    }
}
