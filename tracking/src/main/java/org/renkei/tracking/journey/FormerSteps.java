package org.renkei.tracking.journey;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.renkei.database.Conflict;
import org.renkei.database.Database;
import org.renkei.database.DatabaseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves passes out of the table {@code tracking.step}, which had a row for each, some hundred jobs in a transaction, and drops it. To
 * be called before anything reads passes. Several processes may do so at once; it may end in the middle, and then goes on where it was.
 */
public final class FormerSteps {
    private static final Logger log = LoggerFactory.getLogger(FormerSteps.class);

    private static final String EXISTS = "select 1 from information_schema.tables"
            + " where lower(table_schema) = 'tracking' and lower(table_name) = 'step'";
    private static final String SOME =
            "select job from tracking.step where job > ? order by job, branch, seq fetch first 2000 rows only";
    private static final String OF_JOBS =
            "select * from tracking.step where job = any(?) order by job, branch, seq for update";
    private static final String DELETE = "delete from tracking.step where job = any(?)";
    private static final String DROP = "drop table if exists tracking.step";
    private static final String FIRST = "";
    private static final Duration TELL_EVERY = Duration.ofSeconds(30);
    private static final int TRIES = 5;

    private final Database database;

    public FormerSteps(Database database) {
        this.database = database;
    }

    /** @throws DatabaseException if the database is down; what was moved until then is in its new place */
    public void move() {
        int failures = 0;
        while (database.read(FormerSteps::exist)) {
            try {
                // What another process has moved and not committed is found too, so that none means empty.
                if (moveAll() == 0) {
                    database.commit(FormerSteps::drop);
                }
            } catch (DatabaseException e) {
                boolean other = e instanceof Conflict && ++failures < TRIES;
                if (!other && database.read(FormerSteps::exist)) {
                    throw e;
                }
            }
        }
    }

    /** @return how many jobs had passes there */
    private long moveAll() {
        String after = FIRST;
        long jobs = 0;
        long told = System.nanoTime();
        while (after != null) {
            String from = after;
            List<String> moved = database.commit(connection -> moveSome(connection, from));
            after = moved.isEmpty() ? null : moved.get(moved.size() - 1);
            jobs += moved.size();
            if (!moved.isEmpty() && (from.equals(FIRST) || System.nanoTime() - told > TELL_EVERY.toNanos())) {
                told = System.nanoTime();
                log.atInfo().addKeyValue("jobs", jobs).log("tracking database is brought up to date");
            }
        }
        if (jobs > 0) {
            log.atInfo().addKeyValue("jobs", jobs).log("tracking database is up to date");
        }
        return jobs;
    }

    private static boolean exist(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(EXISTS);
                ResultSet rows = statement.executeQuery()) {
            return rows.next();
        }
    }

    /** @return the jobs that had passes there, in their order; another process may have been faster */
    private static List<String> moveSome(Connection connection, String after) throws SQLException {
        List<String> jobs = someAfter(connection, after);
        WriteBatch passes = WriteBatch.of(jobs.isEmpty() ? List.of() : passes(connection, jobs));
        if (!passes.isEmpty()) {
            Set<EventKey> stored = StretchRows.stored(connection, stretches(passes));
            StretchRows.insert(connection, stretches(passes.leavingOut(stored)));
            try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
                new Rows(statement).texts(jobs);
                statement.executeUpdate();
            }
        }
        return jobs;
    }

    private static List<String> someAfter(Connection connection, String after) throws SQLException {
        Set<String> jobs = new LinkedHashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(SOME)) {
            new Rows(statement).text(after);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    jobs.add(rows.getString("job"));
                }
            }
        }
        return List.copyOf(jobs);
    }

    private static List<Stretch> stretches(WriteBatch passes) {
        return passes.byJob().values().stream()
                .flatMap(ofJob -> Stretch.of(ofJob).stream())
                .toList();
    }

    private static List<StepEvent> passes(Connection connection, List<String> jobs) throws SQLException {
        List<StepEvent> passes = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(OF_JOBS)) {
            new Rows(statement).texts(jobs);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    passes.add(read(rows));
                }
            }
        }
        return passes;
    }

    /** What its journey says of it is left out. */
    private static StepEvent read(ResultSet row) throws SQLException {
        return new StepEvent(
                row.getString("job"),
                row.getString("branch"),
                row.getInt("seq"),
                null,
                null,
                null,
                null,
                row.getString("step"),
                row.getString("channel"),
                row.getString("application"),
                row.getInt("attempt"),
                row.getBoolean("redelivered"),
                Rows.time(row, "queued_at"),
                Rows.time(row, "started_at"),
                Rows.time(row, "ended_at"),
                StepOutcome.valueOf(row.getString("outcome")),
                row.getString("error"),
                Map.of(),
                PassJson.places(row.getString("sent_to")),
                row.getString("node"));
    }

    private static Void drop(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DROP)) {
            statement.executeUpdate();
            return null;
        }
    }
}
