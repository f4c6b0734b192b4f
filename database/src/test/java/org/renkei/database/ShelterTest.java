package org.renkei.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShelterTest {

    /** Long enough for an interrupt to come through, if it could. */
    private static final long NAP_MILLIS = 200;

    private static volatile CountDownLatch asleep;
    private static volatile boolean disturbed;

    @TempDir
    Path folder;

    static Stream<Named<Function<Runnable, Thread>>> threads() {
        return Stream.of(
                Named.of("sheltered", task -> new ShelteredThread(task, "sheltered")),
                Named.of("any", task -> new Thread(task, "any")));
    }

    @ParameterizedTest
    @MethodSource("threads")
    void shouldInterruptAfterTheCall(Function<Runnable, Thread> threads) throws Exception {
        try (Database database = Sample.h2(folder, 2);
                Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create alias nap for '" + Nap.class.getName() + ".nap'");
            asleep = new CountDownLatch(1);
            disturbed = false;
            CompletableFuture<Boolean> interruptedAfter = new CompletableFuture<>();
            Thread thread = threads.apply(() -> {
                try {
                    statement.execute("call nap()");
                    interruptedAfter.complete(Thread.currentThread().isInterrupted());
                } catch (SQLException e) {
                    interruptedAfter.completeExceptionally(e);
                }
            });
            thread.start();
            assertThat(asleep.await(10, TimeUnit.SECONDS)).isTrue();

            thread.interrupt();

            assertThat(interruptedAfter.get(10, TimeUnit.SECONDS)).isTrue();
            assertThat(disturbed).isFalse();
            thread.join();
        }
    }

    @ParameterizedTest
    @MethodSource("threads")
    void shouldServeAThreadThatIsInterruptedAlready(Function<Runnable, Thread> threads) throws Exception {
        try (Database database = Sample.h2(folder, 2)) {
            CompletableFuture<Boolean> interruptedAfter = new CompletableFuture<>();
            try (Connection connection = database.dataSource().getConnection()) {
                Thread thread = threads.apply(() -> {
                    Thread.currentThread().interrupt();
                    try {
                        Sample.insert(1).on(connection);
                        interruptedAfter.complete(Thread.currentThread().isInterrupted());
                    } catch (SQLException e) {
                        interruptedAfter.completeExceptionally(e);
                    }
                });
                thread.start();

                assertThat(interruptedAfter.get(10, TimeUnit.SECONDS)).isTrue();
                thread.join();
            }
            assertThat(Sample.numbers(database)).containsExactly(1);
        }
    }

    @Test
    void shouldGiveStatementsOfEachKind() throws Exception {
        try (Database database = Sample.h2(folder, 2);
                Connection connection = database.dataSource().getConnection()) {
            try (PreparedStatement prepared = connection.prepareStatement("values 1");
                    CallableStatement callable = connection.prepareCall("{? = call abs(-1)}")) {
                assertThat(prepared.executeQuery().next()).isTrue();
                assertThat(callable.execute()).isTrue();
            }
        }
    }

    /** A function of the database: sleeps within the call, as H2 does while another writer is faster. */
    public static final class Nap {
        public static void nap() {
            asleep.countDown();
            try {
                Thread.sleep(NAP_MILLIS);
            } catch (InterruptedException e) {
                disturbed = true;
            }
        }
    }
}
