package org.renkei.broker.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.database.DatabaseSettings;
import org.renkei.database.PostgresServer;
import org.renkei.database.Transaction;

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
        return 300_000;
    }

    /** A report that runs for an hour keeps PostgreSQL from clearing away what is deleted meanwhile. */
    @Test
    void shouldNotWalkOverWhatCannotBeClearedAway() throws SQLException {
        try (Transaction report = database.begin()) {
            report.connection().setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            execute(report.connection(), "select count(*) from renkei.message");
            fill("orders", 1, 200_000);
            database.commit(connection -> execute(connection, "delete from renkei.message"));
            store("orders", "a", "b");
            Duration overAll = fastest(5, () -> claimAndRollBack("orders", 1));
            assertThat(nextOne()).isEqualTo("a");

            assertThat(fastest(30, () -> assertThat(nextOne()).isIn("b", null))).isLessThan(overAll.dividedBy(3));
        }
    }

    private static Void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return null;
        }
    }
}
