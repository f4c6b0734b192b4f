package org.renkei.tracking.store;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
    void openElsewhere() throws Exception {
        ExecutorService both = Executors.newFixedThreadPool(2);
        try {
            Future<TrackingStore> other = both.submit(() -> TrackingStore.open(config(), Clock.systemUTC()));
            TrackingStore.open(config(), Clock.systemUTC()).close();
            other.get().close();
        } finally {
            both.shutdownNow();
        }
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
