package org.renkei.tracking.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.database.DatabaseException;

class H2TrackingStoreTest extends TrackingStoreContract {

    @TempDir
    Path dir;

    private FileChannel otherOwner;

    @Override
    TrackingConfig config() {
        return TrackingConfig.embedded(dir);
    }

    /** Closes the database and keeps it shut as another process would, by a lock on its file. */
    @Override
    void stopDatabase() {
        await().ignoreException(OverlappingFileLockException.class).until(this::closeAndKeepShut);
    }

    /** The store's pool may open it again in between; then both are done once more. */
    private boolean closeAndKeepShut() throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection(guarded(config().url()), "sa", "");
                Statement statement = connection.createStatement()) {
            statement.execute("shutdown");
        }
        otherOwner = FileChannel.open(file(), StandardOpenOption.WRITE);
        return otherOwner.tryLock() != null;
    }

    @Override
    void startDatabase() throws IOException {
        otherOwner.close();
    }

    private Path file() {
        return dir.resolve("tracking.mv.db");
    }

    @Test
    void shouldSayThatAnotherProcessHasItOpen() throws Exception {
        Path other = dir.resolve("other");
        Process owner = H2Owner.start(other);
        try {
            assertThatThrownBy(() -> TrackingStore.open(TrackingConfig.embedded(other), Clock.systemUTC()))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("cannot open tracking database jdbc:h2:file:" + other)
                    .hasMessageContaining("another process has it open");
        } finally {
            owner.destroyForcibly().waitFor();
        }
    }

    @Test
    void shouldHaveACommitOnDiskWhenItsProcessIsKilled() throws Exception {
        for (int i = 0; i < 3; i++) {
            Path other = dir.resolve("killed" + i);
            H2Owner.start(other).destroyForcibly().waitFor();

            try (TrackingStore store = TrackingStore.open(TrackingConfig.embedded(other), Clock.systemUTC())) {
                assertThat(store.journeys().find("j").isPresent()).isTrue();
            }
        }
    }
}
