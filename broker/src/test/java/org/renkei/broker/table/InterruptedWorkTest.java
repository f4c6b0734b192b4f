package org.renkei.broker.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.renkei.broker.error.RenkeiException;
import org.renkei.database.Child;
import org.renkei.database.ShelteredThread;

/** A thread that is interrupted while it reads or writes must not be the end of an embedded database. */
class InterruptedWorkTest {

    private static final int THREADS = 6;
    private static final int INTERRUPTS = 300;
    private static final int KILLS = 2;
    private static final int LEAST_PER_LIFE = 50;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldHarmNobodyElseAndLoseNothing(boolean sheltered) throws Exception {
        Set<Integer> committed;
        try (DataSources sources = open(folder)) {
            Writers writers = new Writers(sources, sheltered);
            writers.start();
            writers.interruptOne();
            writers.stop();
            assertThat(writers.failuresOfOthers).isEmpty();
            assertThat(writers.interrupted.get()).isGreaterThan(0);
            committed = new HashSet<>(writers.committed);
            assertThat(numbers(sources)).containsAll(committed);
            // It has opened the file anew, and must have locked it anew.
            assertOtherProcessIsRefused();
        }
        try (DataSources sources = open(folder)) {
            assertThat(numbers(sources)).containsAll(committed);
        }
    }

    @Test
    void shouldLoseNothingOverKills() throws Exception {
        Set<Integer> committed = new HashSet<>();
        Random random = new Random();
        for (int i = 0; i < KILLS; i++) {
            try (Child child = Child.start(Interrupted.class, folder)) {
                child.awaitReady();
                int least = LEAST_PER_LIFE + random.nextInt(LEAST_PER_LIFE);
                String line = child.line();
                for (int n = 0; line != null && n < least; n++) {
                    committed.add(Integer.valueOf(line));
                    line = child.line();
                }
                child.kill();
            }
            try (DataSources sources = open(folder)) {
                assertThat(numbers(sources)).containsAll(committed);
            }
        }
        assertThat(committed).hasSizeGreaterThanOrEqualTo(KILLS * LEAST_PER_LIFE);
    }

    private void assertOtherProcessIsRefused() throws IOException, InterruptedException {
        try (Child other = Child.start(Other.class, folder)) {
            other.awaitReady();
            other.awaitEnd();
        }
    }

    /** Says so if it is refused. */
    static final class Other {
        public static void main(String[] arguments) {
            assertThatThrownBy(() -> open(Path.of(arguments[0])))
                    .isInstanceOf(RenkeiException.class)
                    .hasMessageContaining("another process has it open");
            System.out.println(Child.READY);
        }
    }

    /** Writes, interrupts, and prints what was committed, until it is killed. */
    static final class Interrupted {
        public static void main(String[] arguments) {
            DataSources sources = open(Path.of(arguments[0]));
            Writers writers = new Writers(sources, true);
            writers.next.set(
                    numbers(sources).stream().mapToInt(n -> n + 1).max().orElse(0));
            System.out.println(Child.READY);
            writers.print = true;
            writers.start();
            while (true) {
                writers.interruptOne();
            }
        }
    }

    /** Threads that insert numbers, each in a transaction of its own. */
    private static final class Writers {
        private final DataSources sources;
        private final boolean sheltered;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger interrupted = new AtomicInteger();
        private final AtomicBoolean ended = new AtomicBoolean();
        private final ConcurrentLinkedQueue<Integer> committed = new ConcurrentLinkedQueue<>();
        private final ConcurrentLinkedQueue<Throwable> failuresOfOthers = new ConcurrentLinkedQueue<>();
        private final List<Thread> threads = new ArrayList<>();
        private volatile boolean print;

        Writers(DataSources sources, boolean sheltered) {
            this.sources = sources;
            this.sheltered = sheltered;
        }

        void start() {
            for (int i = 0; i < THREADS; i++) {
                boolean victim = i == 0;
                String name = "writer-" + i;
                Thread thread = sheltered
                        ? new ShelteredThread(() -> write(victim), name)
                        : new Thread(() -> write(victim), name);
                threads.add(thread);
                thread.start();
            }
        }

        private void write(boolean victim) {
            while (!ended.get()) {
                int number = next.getAndIncrement();
                try {
                    insert(sources, number);
                    committed.add(number);
                    if (print) {
                        System.out.println(number);
                    }
                } catch (SQLException | RuntimeException | AssertionError e) {
                    if (!victim) {
                        failuresOfOthers.add(e);
                    }
                }
                if (Thread.interrupted()) {
                    interrupted.incrementAndGet();
                }
            }
        }

        void interruptOne() {
            for (int i = 0; i < INTERRUPTS; i++) {
                // So that each falls on another moment of its work.
                LockSupport.parkNanos(500_000 + 7_000 * i);
                threads.get(0).interrupt();
            }
        }

        void stop() throws InterruptedException {
            ended.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    private static DataSources open(Path folder) {
        DataSources sources =
                DataSources.open(Map.of("business", DataSourceConfig.embedded()), Map.of(), folder, folder, "test");
        try (Connection connection = connection(sources);
                Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists number (n integer primary key, text varchar)");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return sources;
    }

    private static Connection connection(DataSources sources) throws SQLException {
        return sources.find("business").orElseThrow().dataSource().getConnection();
    }

    private static void insert(DataSources sources, int number) throws SQLException {
        try (Connection connection = connection(sources)) {
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement("insert into number values (?, ?)")) {
                insert.setInt(1, number);
                insert.setString(2, "x".repeat(2_000));
                insert.executeUpdate();
            }
            connection.commit();
        }
    }

    private static Set<Integer> numbers(DataSources sources) {
        Set<Integer> numbers = new HashSet<>();
        try (Connection connection = connection(sources);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select n from number")) {
            while (rows.next()) {
                numbers.add(rows.getInt(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return numbers;
    }
}
