package org.renkei.tracking.journey;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.renkei.database.BulkInsert;

/** Journeys in their table. */
final class JourneyRows {

    static final String COLUMNS = "j.job, j.flow, j.version, j.correlation_id, j.parent, j.state, j.step, j.channel, "
            + "j.open_branches, j.balance, j.failed, j.expired, j.lost, j.compensated, j.cancelled, "
            + "j.redelivered, j.attempts, j.partial, j.started_at, j.updated_at, j.ended_at, "
            + "(select e.error from tracking.journey_error e where e.job = j.job) as error";

    // In the order of their keys, so that two writers do not wait for each other.
    private static final String LOCK =
            "select " + COLUMNS + " from tracking.journey j where j.job = any(?) order by j.job for update";
    private static final String STORED =
            "job,flow,version,correlation_id,parent,state,step,channel,open_branches,balance,failed,expired,lost,compensated,cancelled,"
                    + "redelivered,attempts,partial,started_at,updated_at,ended_at";
    private static final String UPDATE =
            "update tracking.journey set state = ?, step = ?, channel = ?, open_branches = ?, balance = ?, "
                    + "failed = ?, expired = ?, lost = ?, compensated = ?, cancelled = ?, redelivered = ?, attempts = ?, partial = ?, updated_at = ?, ended_at = ? "
                    + "where job = ?";
    private static final String INSERT_ERROR =
            "insert into tracking.journey_error (job, started_at, error) values (?, ?, ?)";
    private static final String UPDATE_ERROR = "update tracking.journey_error set error = ? where job = ?";

    private JourneyRows() {}

    /** Those of these jobs that are known, kept from other writers until the transaction ends. */
    static Map<String, Journey> lock(Connection connection, Collection<String> jobs) throws SQLException {
        Map<String, Journey> found = new HashMap<>();
        if (jobs.isEmpty()) {
            return found;
        }
        try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
            new Rows(statement).texts(jobs);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Journey journey = read(rows);
                    found.put(journey.job(), journey);
                }
            }
        }
        return found;
    }

    static void insert(Connection connection, List<Journey> journeys) throws SQLException {
        if (journeys.isEmpty()) {
            return;
        }
        try (BulkInsert row = BulkInsert.into(connection, "tracking.journey", STORED, journeys.size())) {
            for (Journey journey : journeys) {
                row.text(Column.JOB.fit(journey.job()))
                        .text(Column.NAME.fit(journey.flow()))
                        .text(Column.VERSION.fit(journey.version()))
                        .text(Column.CORRELATION.fit(journey.correlationId()))
                        .text(Column.JOB.fit(journey.parent()))
                        .text(journey.state().name())
                        .text(Column.NAME.fit(journey.step()))
                        .text(Column.NAME.fit(journey.channel()))
                        .number(journey.open())
                        .number(journey.balance())
                        .number(journey.failed())
                        .number(journey.expired())
                        .number(journey.lost())
                        .number(journey.compensated())
                        .number(journey.cancelled())
                        .number(journey.redelivered())
                        .number(journey.attempts())
                        .flag(journey.partial())
                        .time(journey.startedAt())
                        .time(journey.updatedAt())
                        .time(journey.endedAt())
                        .endRow();
            }
            row.store();
        }
    }

    static void update(Connection connection, List<Journey> journeys) throws SQLException {
        if (journeys.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(UPDATE)) {
            Rows row = new Rows(statement);
            for (Journey journey : journeys) {
                row.text(journey.state().name())
                        .text(Column.NAME.fit(journey.step()))
                        .text(Column.NAME.fit(journey.channel()))
                        .number(journey.open())
                        .number(journey.balance())
                        .number(journey.failed())
                        .number(journey.expired())
                        .number(journey.lost())
                        .number(journey.compensated())
                        .number(journey.cancelled())
                        .number(journey.redelivered())
                        .number(journey.attempts())
                        .flag(journey.partial())
                        .time(journey.updatedAt())
                        .time(journey.endedAt())
                        .text(journey.job())
                        .addBatch();
            }
            statement.executeBatch();
        }
    }

    static void insertErrors(Connection connection, List<Journey> journeys) throws SQLException {
        if (journeys.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(INSERT_ERROR)) {
            Rows row = new Rows(statement);
            for (Journey journey : journeys) {
                row.text(Column.JOB.fit(journey.job()))
                        .time(journey.startedAt())
                        .text(Column.ERROR.fit(journey.error()))
                        .addBatch();
            }
            statement.executeBatch();
        }
    }

    /** For journeys that had another error before. */
    static void updateErrors(Connection connection, List<Journey> journeys) throws SQLException {
        if (journeys.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(UPDATE_ERROR)) {
            Rows row = new Rows(statement);
            for (Journey journey : journeys) {
                row.text(Column.ERROR.fit(journey.error()))
                        .text(Column.JOB.fit(journey.job()))
                        .addBatch();
            }
            statement.executeBatch();
        }
    }

    static Journey read(ResultSet row) throws SQLException {
        return new Journey(
                row.getString("job"),
                row.getString("flow"),
                row.getString("version"),
                row.getString("correlation_id"),
                row.getString("parent"),
                JourneyState.valueOf(row.getString("state")),
                row.getString("step"),
                row.getString("channel"),
                row.getInt("open_branches"),
                row.getInt("balance"),
                row.getInt("failed"),
                row.getInt("expired"),
                row.getInt("lost"),
                row.getInt("compensated"),
                row.getInt("cancelled"),
                row.getInt("redelivered"),
                row.getInt("attempts"),
                row.getBoolean("partial"),
                row.getString("error"),
                Rows.time(row, "started_at"),
                Rows.time(row, "updated_at"),
                Rows.time(row, "ended_at"));
    }
}
