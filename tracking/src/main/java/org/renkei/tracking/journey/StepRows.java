package org.renkei.tracking.journey;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.renkei.database.BulkInsert;

/** Events in their table, a row each. */
final class StepRows {

    private static final String STORED =
            "job,branch,seq,step,channel,application,attempt,redelivered,queued_at,started_at,ended_at,outcome,error,sent_to,"
                    + "to_memory,node";
    private static final String KEYS = "select job, branch, seq from tracking.step where job = any(?)";
    private static final String BAD_ENDS = "select job, branch, seq, outcome from tracking.step "
            + "where job = any(?) and outcome in ('FAILED', 'EXPIRED', 'LOST') and sent_to is null";
    private static final String OF_JOB = "select * from tracking.step where job = ? order by ended_at, seq, branch";
    private static final String OF_JOBS =
            "select job, branch, seq, ended_at, sent_to, node from tracking.step where job = any(?) order by job, seq, branch";

    private StepRows() {}

    static void insert(Connection connection, List<StepEvent> events) throws SQLException {
        if (events.isEmpty()) {
            return;
        }
        try (BulkInsert insert = BulkInsert.into(connection, "tracking.step", STORED, events.size())) {
            for (StepEvent event : events) {
                bind(insert, event).endRow();
            }
            insert.store();
        }
    }

    private static BulkInsert bind(BulkInsert row, StepEvent event) throws SQLException {
        return row.text(Column.JOB.fit(event.job()))
                .text(Column.BRANCH.fit(event.branch()))
                .number(event.seq())
                .text(Column.NAME.fit(event.step()))
                .text(Column.NAME.fit(event.channel()))
                .text(Column.APPLICATION.fit(event.application()))
                .number(event.attempt())
                .flag(event.redelivered())
                .time(event.queuedAt())
                .time(event.startedAt())
                .time(event.endedAt())
                .text(event.outcome().name())
                .text(Column.ERROR.fit(event.error()))
                .text(PlacesJson.encode(event.next()))
                .flag(event.next().stream().anyMatch(Place::inMemory))
                .text(Column.NAME.fit(event.node()));
    }

    static Set<EventKey> keys(Connection connection, Collection<String> jobs) throws SQLException {
        Set<EventKey> keys = new HashSet<>();
        query(connection, KEYS, jobs, row -> keys.add(key(row)));
        return keys;
    }

    /** The passes of these jobs that ended badly; some may have been taken up again since. */
    static Map<EventKey, StepOutcome> badEnds(Connection connection, Collection<String> jobs) throws SQLException {
        Map<EventKey, StepOutcome> ends = new HashMap<>();
        query(connection, BAD_ENDS, jobs, row -> ends.put(key(row), StepOutcome.valueOf(row.getString("outcome"))));
        return ends;
    }

    /** The passes of these jobs, by job, without what only people read. */
    static Map<String, List<Pass>> passes(Connection connection, Collection<String> jobs) throws SQLException {
        Map<String, List<Pass>> byJob = new HashMap<>();
        query(connection, OF_JOBS, jobs, row -> {
            Pass pass = new Pass(
                    key(row),
                    Rows.time(row, "ended_at"),
                    PlacesJson.decode(row.getString("sent_to")),
                    row.getString("node"));
            byJob.computeIfAbsent(pass.key().job(), job -> new ArrayList<>()).add(pass);
        });
        return byJob;
    }

    /** The events of a journey in the order in which they ended. */
    static List<StepEvent> of(Connection connection, Journey journey) throws SQLException {
        Map<EventKey, Map<String, String>> items = ItemRows.of(connection, journey.job());
        List<StepEvent> events = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(OF_JOB)) {
            new Rows(statement).text(journey.job());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    events.add(read(rows, journey, items.getOrDefault(key(rows), Map.of())));
                }
            }
        }
        return events;
    }

    private static StepEvent read(ResultSet row, Journey journey, Map<String, String> items) throws SQLException {
        return new StepEvent(
                journey.job(),
                row.getString("branch"),
                row.getInt("seq"),
                journey.flow(),
                journey.version(),
                journey.correlationId(),
                journey.parent(),
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
                items,
                PlacesJson.decode(row.getString("sent_to")),
                row.getString("node"));
    }

    private static EventKey key(ResultSet row) throws SQLException {
        return new EventKey(row.getString("job"), row.getString("branch"), row.getInt("seq"));
    }

    private static void query(Connection connection, String sql, Collection<String> jobs, RowReader reader)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Rows(statement).texts(jobs);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        }
    }

    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }
}
