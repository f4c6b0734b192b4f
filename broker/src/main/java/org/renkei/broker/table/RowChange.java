package org.renkei.broker.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.renkei.database.Dialect;

/** Statements on rows whose keys are known: one for each line (channel and rank) of them. */
final class RowChange {

    private final boolean byLine;
    private final String where;

    /** Returns how many rows it was about. */
    private interface Run {
        int of(PreparedStatement statement) throws SQLException;
    }

    RowChange(Dialect dialect) {
        // H2 would walk the whole line for the ids. PostgreSQL looks each up in it, or if its statistics are old, walks
        // it as well:
        // hence the first and the last.
        byLine = dialect == Dialect.POSTGRESQL;
        where = " where " + (byLine ? "channel = ? and id between ? and ? and " : "") + "rank = ? and id = any(?)";
    }

    int count(Connection connection, Collection<RowKey> rows) throws SQLException {
        return total(
                run(connection, "select count(*) from renkei.message", parameters -> {}, rows, RowChange::firstNumber));
    }

    int delete(Connection connection, Collection<RowKey> rows) throws SQLException {
        return total(run(connection, "delete from renkei.message", parameters -> {}, rows));
    }

    /**
     * @param set behind {@code update renkei.message set}
     * @return how many there were, by channel
     */
    Map<String, Integer> update(Connection connection, String set, Choice.Values values, Collection<RowKey> rows)
            throws SQLException {
        return run(connection, "update renkei.message set " + set, values, rows);
    }

    private Map<String, Integer> run(Connection connection, String what, Choice.Values values, Collection<RowKey> rows)
            throws SQLException {
        return run(connection, what, values, rows, PreparedStatement::executeUpdate);
    }

    private Map<String, Integer> run(
            Connection connection, String what, Choice.Values values, Collection<RowKey> rows, Run run)
            throws SQLException {
        Map<String, Integer> counts = new LinkedHashMap<>();
        if (rows.isEmpty()) {
            return counts;
        }
        try (PreparedStatement statement = connection.prepareStatement(what + where)) {
            for (Map.Entry<RowKey, List<Long>> line : lines(rows).entrySet()) {
                Parameters parameters = new Parameters(statement);
                values.set(parameters);
                if (byLine) {
                    parameters
                            .text(line.getKey().channel())
                            .number(Collections.min(line.getValue()))
                            .number(Collections.max(line.getValue()));
                }
                parameters.number(line.getKey().rank()).numbers(line.getValue());
                int count = run.of(statement);
                if (count > 0) {
                    counts.merge(line.getKey().channel(), count, Integer::sum);
                }
            }
        }
        return counts;
    }

    private static int firstNumber(PreparedStatement select) throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    private static Map<RowKey, List<Long>> lines(Collection<RowKey> rows) {
        Map<RowKey, List<Long>> lines = new LinkedHashMap<>();
        for (RowKey row : rows) {
            lines.computeIfAbsent(new RowKey(row.channel(), row.rank(), 0), line -> new ArrayList<>())
                    .add(row.id());
        }
        return lines;
    }

    private static int total(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}
