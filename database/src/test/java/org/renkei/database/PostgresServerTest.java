package org.renkei.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL that is stopped, killed and started again, and what {@link Database} makes of it. */
class PostgresServerTest {

    private static final int KILLS = 5;
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    static Path folder;

    private static PostgresServer server;

    @BeforeAll
    static void start() {
        server = PostgresServer.start(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void shouldKeepWhatWasCommittedOverManyKills() {
        try (Database database = Sample.postgres(server.newDatabase(), 2)) {
            for (int i = 0; i < KILLS; i++) {
                database.commit(Sample.insert(i));

                server.kill();
                server.startAgain();

                await().atMost(LONG).ignoreExceptions().untilAsserted(database::check);
                assertThat(Sample.numbers(database)).hasSize(i + 1);
            }
        }
    }

    @Test
    void shouldSayThatAStoppedDatabaseIsUnreachableAndGoOnWithItAfterThat() throws SQLException {
        try (Database database = Sample.postgres(server.newDatabase(), 2)) {
            try (Transaction open = database.begin()) {
                Sample.insert(0).on(open.connection());
                server.stop();
                assertThatExceptionOfType(Unreachable.class).isThrownBy(() -> database.commit(Sample.insert(1)));
                assertThatExceptionOfType(Unreachable.class).isThrownBy(database::begin);
                assertThatExceptionOfType(Unreachable.class).isThrownBy(database::check);
                assertThatExceptionOfType(Unreachable.class).isThrownBy(open::commit);
            }
            server.startAgain();

            await().atMost(LONG).ignoreExceptions().untilAsserted(database::check);
            database.commit(Sample.insert(2));
            assertThat(Sample.numbers(database)).containsExactly(2);
        }
    }
}
