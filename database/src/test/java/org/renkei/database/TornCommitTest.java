package org.renkei.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FileUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A kill at any moment leaves whole transactions, although several threads write. */
class TornCommitTest {
    private static final int THREADS = 4;
    private static final int EACH = 30;
    private static final int ROWS = 12;
    private static final long LONG_FOR_A_STATEMENT_MILLIS = 500;
    private static final String STORE = "memFS:torn";
    private static final String LEFT = "memFS:torn-left";

    private final AtomicInteger looks = new AtomicInteger();
    private final List<String> torn = new ArrayList<>();

    @BeforeAll
    static void register() {
        GuardedPath.register();
        FilePath.register(new GuardedFileTest.WatchedPath());
    }

    @Test
    void shouldRunNoStatementWhileACommitIsWritten() throws Exception {
        try (Database database = open();
                Transaction other = database.begin();
                PreparedStatement insert = other.connection().prepareStatement("insert into made values (1, 1)")) {
            AtomicReference<SQLException> failed = new AtomicReference<>();
            Thread statement = new ShelteredThread(() -> execute(insert, failed), "statement");
            AtomicBoolean ranWithin = new AtomicBoolean();
            GuardedFileTest.watch(() -> ranWithin.compareAndSet(false, startedAndEnded(statement)));

            database.commit(connection -> {
                insert(connection, "taken", 1, 1);
                return null;
            });

            GuardedFileTest.watch(null);
            statement.join();
            assertThat(failed).hasValue(null);
            assertThat(ranWithin).isFalse();
        } finally {
            GuardedFileTest.watch(null);
        }
    }

    private static void execute(PreparedStatement statement, AtomicReference<SQLException> failed) {
        try {
            statement.executeUpdate();
        } catch (SQLException e) {
            failed.set(e);
        }
    }

    /** Starts it at the first write, and gives it time that a statement never needs. */
    private static boolean startedAndEnded(Thread statement) {
        try {
            if (statement.getState() == Thread.State.NEW) {
                statement.start();
                statement.join(LONG_FOR_A_STATEMENT_MILLIS);
                return !statement.isAlive();
            }
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldLeaveWholeTransactions() throws Exception {
        try (Database database = open()) {
            GuardedFileTest.watch(this::look);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int number = i;
                threads.add(new ShelteredThread(() -> write(database, number), "writer-" + i));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
        } finally {
            GuardedFileTest.watch(null);
        }

        System.out.println("TornCommitTest: looked " + looks + " times, torn " + torn.size());
        assertThat(looks.get()).isGreaterThan(THREADS * EACH / 2);
        assertThat(torn).isEmpty();
    }

    private static Database open() {
        FileUtils.tryDelete(STORE + ".mv.db");
        Database database = Database.open(new DatabaseSettings(
                "sample database",
                "sample",
                "jdbc:h2:guarded:watched:" + STORE + ";DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000",
                "sa",
                "",
                THREADS + 1,
                "sample",
                "db/migration/sample"));
        database.commit(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("create table taken (tx integer, n integer)");
                statement.execute("create table made (tx integer, n integer)");
                return null;
            }
        });
        return database;
    }

    /** Many statements, so that others commit between them. */
    private static void write(Database database, int number) {
        for (int i = 0; i < EACH; i++) {
            int tx = number * EACH + i;
            database.commit(connection -> {
                for (int n = 0; n < ROWS; n++) {
                    insert(connection, "taken", tx, n);
                    insert(connection, "made", tx, n);
                }
                return null;
            });
        }
    }

    private static void insert(Connection connection, String table, int tx, int n) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into " + table + " values (?, ?)")) {
            insert.setInt(1, tx);
            insert.setInt(2, n);
            insert.executeUpdate();
        }
    }

    /** What a process would find if this one were killed now. */
    private synchronized void look() throws IOException {
        int number = looks.incrementAndGet();
        String left = LEFT + number;
        try (InputStream file = FileUtils.newInputStream(STORE + ".mv.db");
                FileChannel copy = FilePath.get(left + ".mv.db").open("rw")) {
            copy.write(ByteBuffer.wrap(file.readAllBytes()));
        }
        try (Connection connection = DriverManager.getConnection("jdbc:h2:" + left, "sa", "");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select tx, count(*) from (select * from taken union all select * from made) group by tx having count(*) <> "
                                + 2 * ROWS)) {
            while (rows.next()) {
                torn.add("transaction " + rows.getInt(1) + " has " + rows.getInt(2) + " rows");
            }
            statement.execute("shutdown immediately");
        } catch (SQLException e) {
            if (!String.valueOf(e.getMessage()).contains("closed")) {
                torn.add(e.getMessage());
            }
        } finally {
            FileUtils.tryDelete(left + ".mv.db");
        }
    }
}
