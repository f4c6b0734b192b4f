package org.renkei.tracking.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Zonky runs the server in a user namespace if the build runs as root, which PostgreSQL refuses otherwise. */
class PostgresTrackingStoreTest extends TrackingStoreContract {

    @TempDir
    static Path dir;

    private static EmbeddedPostgres server;
    private static int databases;

    private String url;

    @BeforeAll
    static void startServer() throws IOException {
        server = builder().start();
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    private static EmbeddedPostgres.Builder builder() {
        return EmbeddedPostgres.builder().setDataDirectory(dir.resolve("data")).setCleanDataDirectory(false);
    }

    @Override
    TrackingConfig config() throws SQLException {
        if (url == null) {
            String name = "tracking" + ++databases;
            try (Connection connection = server.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("create database " + name);
            }
            url = server.getJdbcUrl("postgres", name);
        }
        return new TrackingConfig(url, "postgres", "postgres", null, 2);
    }

    @Override
    void stopDatabase() throws IOException {
        server.close();
    }

    @Override
    void startDatabase() throws IOException {
        server = builder().setPort(server.getPort()).start();
    }
}
