package org.renkei.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {

    @TempDir
    Path folder;

    @Test
    void shouldNotTakeTooFewConnectionsForADatabaseThatIsAway() {
        try (Database database = Sample.h2(folder, 1);
                Transaction open = database.begin();
                Transaction another = database.begin()) {
            assertThatExceptionOfType(DatabaseException.class)
                    .isThrownBy(database::begin)
                    .isNotInstanceOf(Unreachable.class)
                    .withMessageContaining("all 2 are in use: raise sample.connections")
                    .matches(DatabaseException::retryable);
            assertThat(open.connection()).isNotSameAs(another.connection());
        }
    }

    @Test
    void shouldTellAConflictFromARefusal() {
        try (Database database = Sample.h2(folder, 1)) {
            database.commit(Sample.insert(1));

            assertThatExceptionOfType(Conflict.class).isThrownBy(() -> database.commit(Sample.insert(1)));
            assertThatExceptionOfType(DatabaseException.class)
                    .isThrownBy(() -> database.read(connection -> connection.prepareStatement("select nonsense")))
                    .isNotInstanceOfAny(Conflict.class, Unreachable.class)
                    .matches(refused -> !refused.retryable());
        }
    }

    /** Called by the database while it opens its first connection. */
    public static final class SlowStart {
        private static final AtomicInteger OPENINGS = new AtomicInteger();

        public static void open() throws InterruptedException {
            if (OPENINGS.getAndIncrement() == 0) {
                new CountDownLatch(1).await(5, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void shouldWaitForADatabaseThatTakesLongToOpen() {
        String init = "create alias if not exists open_slowly for '" + SlowStart.class.getName() + ".open'";
        try (Database database = Sample.h2(folder, ";INIT=" + init + "\\;call open_slowly()", 1)) {
            database.commit(Sample.insert(1));

            assertThat(Sample.numbers(database)).containsExactly(1);
            assertThat(SlowStart.OPENINGS).hasPositiveValue();
        }
    }

    /** The build's own limit is half of what is waited for one that can. */
    @Test
    void shouldNotWaitForADatabaseThatCannotBeOpened() throws IOException {
        Files.writeString(folder.resolve("sample.mv.db"), "this is no database");

        assertThatExceptionOfType(DatabaseException.class)
                .isThrownBy(() -> Sample.h2(folder, 1))
                .withMessageContaining("cannot open sample database");
    }

    /** Commits on connections of its own, each as a program might, and waits to be killed. */
    static final class Owner {
        public static void main(String[] arguments) throws SQLException, InterruptedException {
            Database database = Sample.h2(Path.of(arguments[0]), 4);
            try (Connection byItself = database.dataSource().getConnection();
                    Statement statement = byItself.createStatement()) {
                statement.execute("insert into sample.number values (1)");
            }
            try (Connection connection = database.dataSource().getConnection()) {
                connection.setAutoCommit(false);
                Sample.insert(2).on(connection);
                connection.commit();
                Sample.insert(3).on(connection);
                System.out.println(Child.READY);
                Thread.currentThread().join();
            }
        }
    }

    @Test
    void shouldKeepWhatAProgramCommittedOnAConnectionOfItsOwnOverAKill() throws Exception {
        try (Child owner = Child.start(Owner.class, folder)) {
            owner.awaitReady();
        }
        try (Database database = Sample.h2(folder, 1)) {
            assertThat(Sample.numbers(database)).containsExactly(1, 2);
        }
    }

    @Test
    void shouldGiveConnectionsAsTheSpecificationSays() throws SQLException {
        try (Database database = Sample.h2(folder, 1)) {
            try (Connection connection = database.dataSource().getConnection()) {
                assertThat(connection.getAutoCommit()).isTrue();
            }
            try (Transaction transaction = database.begin()) {
                assertThat(transaction.connection().getAutoCommit()).isFalse();
            }
        }
    }
}
