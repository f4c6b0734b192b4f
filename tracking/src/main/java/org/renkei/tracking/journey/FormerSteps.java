package org.renkei.tracking.journey;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.renkei.database.Database;
import org.renkei.database.DatabaseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves passes out of the table {@code tracking.step}, which had a row for each, some hundred jobs in a transaction, and drops it. To
 * be called before anything reads passes; more than one process may do so.
 */
public final class FormerSteps {
    private static final Logger log = LoggerFactory.getLogger(FormerSteps.class);

    private static final String EXISTS = "select 1 from information_schema.tables"
            + " where lower(table_schema) = 'tracking' and lower(table_name) = 'step'";
    private static final String SOME =
            "select job from tracking.step order by job, branch, seq fetch first 2000 rows only";
    private static final String OF_JOBS =
            "select * from tracking.step where job = any(?) order by job, branch, seq for update";
    private static final String DELETE = "delete from tracking.step where job = any(?)";
    private static final String DROP = "drop table if exists tracking.step";

    private final Database database;

    public FormerSteps(Database database) {
        this.database = database;
    }

    /** @throws DatabaseException if the database is down; what was moved until then is in its new place */
    public void move() {
        long moved = 0;
        while (database.read(FormerSteps::exist)) {
            try {
                int some = database.commit(FormerSteps::moveSome);
                moved += some;
                if (some == 0) {
                    database.commit(FormerSteps::drop);
                }
            } catch (DatabaseException e) {
                if (database.read(FormerSteps::exist)) {
                    throw e;
                }
            }
        }
        if (moved > 0) {
            log.atInfo().addKeyValue("passes", moved).log("tracking database brought up to date");
        }
    }

    private static boolean exist(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(EXISTS);
                ResultSet rows = statement.executeQuery()) {
            return rows.next();
        }
    }

    private static int moveSome(Connection connection) throws SQLException {
        Set<String> jobs = new LinkedHashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(SOME);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                jobs.add(rows.getString("job"));
            }
        }
        List<StepEvent> passes = jobs.isEmpty() ? List.of() : passes(connection, jobs);
        if (!passes.isEmpty()) {
            StretchRows.insert(
                    connection,
                    WriteBatch.of(passes).byJob().values().stream()
                            .flatMap(ofJob -> Stretch.of(ofJob).stream())
                            .toList());
            try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
                new Rows(statement).texts(jobs);
                statement.executeUpdate();
            }
        }
        return passes.size();
    }

    private static List<StepEvent> passes(Connection connection, Set<String> jobs) throws SQLException {
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
