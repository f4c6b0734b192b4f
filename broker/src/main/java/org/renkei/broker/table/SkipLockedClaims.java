package org.renkei.broker.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Claims in PostgreSQL: row locks, and for a group the lock of its name. */
final class SkipLockedClaims implements RowClaims {

    private static final String LOCK_GROUPS = """
            select pg_try_advisory_xact_lock(hashtextextended(line, 0))
            from unnest(?::text[]) with ordinality as asked(line, n) order by n
            """;

    private static final int MORE = 10;
    private static final int MOST_REFUSED = 1_000;

    private final RowColumns columns;

    SkipLockedClaims(RowColumns columns) {
        this.columns = columns;
    }

    @Override
    public List<StoredRow> rows(Connection connection, Choice choice, int most) throws SQLException {
        List<StoredRow> rows = new ArrayList<>();
        List<String> groups = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql(RowColumns.ALL, choice))) {
            set(select, choice, most);
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    StoredRow row = columns.read(found);
                    rows.add(row);
                    String group = RowColumns.group(found);
                    groups.add(group == null ? null : row.key().channel() + '/' + group);
                }
            }
        }
        if (choice.channel() == null) {
            return rows;
        }
        List<StoredRow> free = free(connection, rows, groups);
        // All of them may be refused, with others behind them.
        return free.isEmpty() && rows.size() == most && most < MOST_REFUSED
                ? rows(connection, choice, most * MORE)
                : free;
    }

    @Override
    public List<RowKey> keys(Connection connection, Choice choice, int most) throws SQLException {
        List<RowKey> keys = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql(RowColumns.KEY, choice))) {
            set(select, choice, most);
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    keys.add(RowColumns.key(found));
                }
            }
        }
        return keys;
    }

    @Override
    public void ended(Connection connection) {
        // The locks ended with it.
    }

    private static String sql(String columns, Choice choice) {
        if (choice.channel() != null) {
            return "select " + columns + " from renkei.ready(?, ?)";
        }
        return "select " + columns + " from renkei.message m " + choice.sql() + " limit ? for update of m skip locked";
    }

    private static void set(PreparedStatement select, Choice choice, int most) throws SQLException {
        Parameters parameters = new Parameters(select);
        choice.values().set(parameters);
        parameters.number(most);
    }

    /**
     * Without those whose group another transaction has. It may have a later row of the group, claimed before an earlier one, stored
     * by a slower sender, was to be seen.
     */
    private static List<StoredRow> free(Connection connection, List<StoredRow> rows, List<String> groups)
            throws SQLException {
        List<String> asked = groups.stream().filter(group -> group != null).toList();
        if (asked.isEmpty()) {
            return rows;
        }
        List<StoredRow> free = new ArrayList<>();
        try (PreparedStatement lock = connection.prepareStatement(LOCK_GROUPS)) {
            new Parameters(lock).texts(asked);
            try (ResultSet locked = lock.executeQuery()) {
                for (int i = 0; i < rows.size(); i++) {
                    if (groups.get(i) == null || locked.next() && locked.getBoolean(1)) {
                        free.add(rows.get(i));
                    }
                }
            }
        }
        return free;
    }
}
