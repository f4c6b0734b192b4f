package org.renkei.broker.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Claims in PostgreSQL: row locks, and for a group the lock of its name. */
final class SkipLockedClaims implements RowClaims {

    private static final String READY = "select " + RowColumns.ALL + " from renkei.ready(?, ?)";
    private static final String NEXT = "select " + RowColumns.ALL + " from renkei.next(?, ?, ?, ?)";

    private static final String LOCK_GROUPS = """
            select pg_try_advisory_xact_lock(hashtextextended(line, 0))
            from unnest(?::text[]) with ordinality as asked(line, n) order by n
            """;

    private static final int MORE = 10;
    private static final int MOST_REFUSED = 1_000;

    private final RowColumns columns;
    private final Map<String, LineStart> starts = new ConcurrentHashMap<>();

    SkipLockedClaims(RowColumns columns) {
        this.columns = columns;
    }

    @Override
    public List<StoredRow> rows(Connection connection, Choice choice, int most) throws SQLException {
        String channel = choice.channel();
        if (channel == null) {
            return rows(connection, sql(RowColumns.ALL, choice), choice.values().and(most));
        }
        long began = System.nanoTime();
        List<StoredRow> rows = ready(connection, channel, most);
        if (rows.isEmpty()) {
            start(channel).foundNothing(began);
        } else {
            start(channel).found(firstOfLastRank(rows), rows.size() == most, began);
        }
        return rows;
    }

    @Override
    public List<StoredRow> next(Connection connection, String channel, int most) throws SQLException {
        LineStart start = start(channel);
        RowKey first = start.first();
        if (first == null) {
            return rows(connection, Choice.ready(channel), most);
        }
        List<StoredRow> rows = rows(
                connection,
                NEXT,
                values -> values.text(channel)
                        .number(first.rank())
                        .number(first.id())
                        .number(most));
        boolean atAll = false;
        if (rows.size() == most) {
            start.foundPlenty(rows.get(0).key());
        } else {
            atAll = start.foundLess();
        }
        List<StoredRow> free = free(connection, rows);
        return free.isEmpty() && (atAll || !rows.isEmpty()) ? rows(connection, Choice.ready(channel), most) : free;
    }

    @Override
    public long mayHaveMissed(String channel, long since) {
        return start(channel).dueIn(since);
    }

    private LineStart start(String channel) {
        return starts.computeIfAbsent(channel, line -> new LineStart());
    }

    private List<StoredRow> ready(Connection connection, String channel, int most) throws SQLException {
        List<StoredRow> rows =
                rows(connection, READY, values -> values.text(channel).number(most));
        List<StoredRow> free = free(connection, rows);
        // All of them may be refused, with others behind them.
        return free.isEmpty() && rows.size() == most && most < MOST_REFUSED
                ? ready(connection, channel, most * MORE)
                : free;
    }

    private static RowKey firstOfLastRank(List<StoredRow> rows) {
        RowKey first = rows.get(0).key();
        for (StoredRow row : rows) {
            if (first.rank() != row.key().rank()) {
                first = row.key();
            }
        }
        return first;
    }

    private List<StoredRow> rows(Connection connection, String sql, Choice.Values values) throws SQLException {
        List<StoredRow> rows = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            values.set(new Parameters(select));
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    rows.add(columns.read(found));
                }
            }
        }
        return rows;
    }

    @Override
    public List<RowKey> keys(Connection connection, Choice choice, int most) throws SQLException {
        List<RowKey> keys = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql(RowColumns.KEY, choice))) {
            choice.values().and(most).set(new Parameters(select));
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    keys.add(RowColumns.key(found));
                }
            }
        }
        return keys;
    }

    @Override
    public void ended(Connection connection, Set<String> cameBack) {
        // The locks ended with it.
        cameBack.forEach(channel -> start(channel).forget());
    }

    private static String sql(String columns, Choice choice) {
        return "select " + columns + " from renkei.message m " + choice.sql() + " limit ? for update of m skip locked";
    }

    /**
     * Without those whose group another transaction has. It may have a later row of the group, claimed before an earlier one, stored
     * by a slower sender, was to be seen.
     */
    private static List<StoredRow> free(Connection connection, List<StoredRow> rows) throws SQLException {
        List<String> asked = rows.stream()
                .filter(SkipLockedClaims::isGrouped)
                .map(row -> row.key().channel() + '/' + RowColumns.group(row.message()))
                .toList();
        if (asked.isEmpty()) {
            return rows;
        }
        List<StoredRow> free = new ArrayList<>();
        try (PreparedStatement lock = connection.prepareStatement(LOCK_GROUPS)) {
            new Parameters(lock).texts(asked);
            try (ResultSet locked = lock.executeQuery()) {
                for (StoredRow row : rows) {
                    if (!isGrouped(row) || locked.next() && locked.getBoolean(1)) {
                        free.add(row);
                    }
                }
            }
        }
        return free;
    }

    private static boolean isGrouped(StoredRow row) {
        return row.message().group() != null && !TableNames.isLine(row.key().channel());
    }
}
