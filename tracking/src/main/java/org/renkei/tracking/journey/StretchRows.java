package org.renkei.tracking.journey;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.renkei.database.BulkInsert;

/** Events in their table, a row for each {@link Stretch}. */
final class StretchRows {

    private static final String STORED = "job,branch,seq,last_seq,outcome,to_memory,node,passes";
    /** Looked up with few seeks for each, also for jobs of thousands of passes. */
    private static final String OVERLAPPING = "select s.job, s.branch, s.seq, s.last_seq"
            + " from unnest(cast(? as varchar array), cast(? as varchar array), cast(? as integer array), cast(? as integer array))"
            + " as given (job, branch, seq, last_seq) join tracking.stretch s on s.job = given.job and s.branch = given.branch"
            + " and s.seq between given.seq - " + Stretch.LONGEST + " and given.last_seq and s.last_seq >= given.seq";

    private static final String BAD = "select job, branch, seq, outcome, passes from tracking.stretch "
            + "where job = any(?) and outcome in ('FAILED', 'EXPIRED', 'LOST')";
    private static final String OF_JOB = "select * from tracking.stretch where job = ?";
    private static final String OF_JOBS =
            "select job, branch, seq, node, passes from tracking.stretch where job = any(?) order by job, seq, branch";
    private static final Comparator<StepEvent> AS_THEY_ENDED = Comparator.comparing(StepEvent::endedAt)
            .thenComparing(StepEvent::seq)
            .thenComparing(StepEvent::branch);

    private StretchRows() {}

    static void insert(Connection connection, List<Stretch> stretches) throws SQLException {
        if (stretches.isEmpty()) {
            return;
        }
        try (BulkInsert insert = BulkInsert.into(connection, "tracking.stretch", STORED, stretches.size())) {
            for (Stretch stretch : stretches) {
                bind(insert, stretch).endRow();
            }
            insert.store();
        }
    }

    private static BulkInsert bind(BulkInsert row, Stretch stretch) throws SQLException {
        StepEvent first = stretch.first();
        return row.text(Column.JOB.fit(first.job()))
                .text(Column.BRANCH.fit(first.branch()))
                .number(first.seq())
                .number(stretch.last().seq())
                .text(first.outcome().name())
                .flag(stretch.wentToMemory())
                .text(Column.NAME.fit(first.node()))
                .text(PassJson.encode(stretch.passes()));
    }

    /** Of events that are stored already, those among these stretches and a few beside them. */
    static Set<EventKey> stored(Connection connection, List<Stretch> stretches) throws SQLException {
        Set<EventKey> keys = new HashSet<>();
        if (stretches.isEmpty()) {
            return keys;
        }
        try (PreparedStatement statement = connection.prepareStatement(OVERLAPPING)) {
            new Rows(statement)
                    .texts(each(
                            stretches, stretch -> Column.JOB.fit(stretch.first().job())))
                    .texts(each(
                            stretches,
                            stretch -> Column.BRANCH.fit(stretch.first().branch())))
                    .numbers(each(stretches, stretch -> stretch.first().seq()))
                    .numbers(each(stretches, stretch -> stretch.last().seq()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    EventKey key = key(rows);
                    int passes = rows.getInt("last_seq") - key.seq() + 1;
                    for (int i = 0; i < passes; i++) {
                        keys.add(key);
                        key = key.following();
                    }
                }
            }
        }
        return keys;
    }

    private static <T> List<T> each(List<Stretch> stretches, Function<Stretch, T> value) {
        return stretches.stream().map(value).toList();
    }

    /** The passes of these jobs that ended badly; some may have been taken up again since. */
    static Map<EventKey, StepOutcome> badEnds(Connection connection, Collection<String> jobs) throws SQLException {
        Map<EventKey, StepOutcome> ends = new HashMap<>();
        query(connection, BAD, jobs, row -> {
            boolean wentOn = PassJson.decode(row.getString("passes")).stream()
                    .anyMatch(pass -> !pass.places().isEmpty());
            if (!wentOn) {
                ends.put(key(row), StepOutcome.valueOf(row.getString("outcome")));
            }
        });
        return ends;
    }

    /** The passes of these jobs, by job, without what only people read. */
    static Map<String, List<Pass>> passes(Connection connection, Collection<String> jobs) throws SQLException {
        Map<String, List<Pass>> byJob = new HashMap<>();
        query(connection, OF_JOBS, jobs, row -> {
            EventKey key = key(row);
            List<Pass> passes = byJob.computeIfAbsent(key.job(), job -> new ArrayList<>());
            for (PassJson pass : PassJson.decode(row.getString("passes"))) {
                passes.add(new Pass(key, pass.endedAt(), pass.places(), row.getString("node")));
                key = key.following();
            }
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
                    EventKey key = key(rows);
                    StepOutcome outcome = StepOutcome.valueOf(rows.getString("outcome"));
                    for (PassJson pass : PassJson.decode(rows.getString("passes"))) {
                        events.add(event(journey, key, pass, outcome, items, rows.getString("node")));
                        key = key.following();
                    }
                }
            }
        }
        events.sort(AS_THEY_ENDED);
        return events;
    }

    private static StepEvent event(
            Journey journey,
            EventKey key,
            PassJson pass,
            StepOutcome outcome,
            Map<EventKey, Map<String, String>> items,
            String node) {
        return new StepEvent(
                journey.job(),
                key.branch(),
                key.seq(),
                journey.flow(),
                journey.version(),
                journey.correlationId(),
                journey.parent(),
                pass.step(),
                pass.channel(),
                pass.application(),
                pass.attempt(),
                pass.redelivered(),
                pass.queuedAt(),
                pass.startedAt(),
                pass.endedAt(),
                outcome,
                pass.error(),
                items.getOrDefault(key, Map.of()),
                pass.places(),
                node);
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
