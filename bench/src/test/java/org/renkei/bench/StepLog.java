package org.renkei.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/** The least that tracking can be: which job has done which step, and when; one row, and one commit, for each. Thread-safe. */
final class StepLog {
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Duration LOOK_EVERY = Duration.ofMillis(5);

    private final DataSource database;

    StepLog(DataSource database) throws SQLException {
        this.database = database;
        Postgres.execute(
                database,
                "create table step_log (job integer, step text, ended_at timestamptz not null default now(),"
                        + " primary key (job, step))");
    }

    void write(String body, String step) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("insert into step_log (job, step) values (?, ?)")) {
            insert.setInt(1, Arrivals.number(body));
            insert.setString(2, step);
            insert.executeUpdate();
        }
    }

    /** @param left how many jobs are still queued or being worked on */
    void settle(int jobs, Left left) throws Exception {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (left.count() > 0) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(left.count() + " jobs are left");
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        long rows = Postgres.number(database, "select count(*) from step_log");
        if (rows != 3L * jobs) {
            throw new IllegalStateException(rows + " rows instead of three for each of " + jobs + " jobs");
        }
    }

    void clear() throws SQLException {
        Postgres.execute(database, "truncate step_log");
    }

    @FunctionalInterface
    interface Left {
        long count() throws Exception;
    }
}
