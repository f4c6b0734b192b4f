package org.renkei.broker.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How many rows the message table holds. */
final class TableCount {

    private static final String COUNT =
            "select channel, rank, count(*), min(id) from renkei.message group by channel, rank order by channel, rank";

    private static final String SENT = "select sent_at from renkei.message where channel = ? and rank = ? and id = ?";

    private TableCount() {}

    static void look(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select id from renkei.message limit 1")) {
            select.executeQuery();
        }
    }

    static List<LineCount> count(Connection connection) throws SQLException {
        List<LineCount> counts = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(COUNT);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                LineCount line = line(connection, rows);
                int last = counts.size() - 1;
                if (last >= 0 && counts.get(last).channel().equals(line.channel())) {
                    counts.set(last, sum(counts.get(last), line));
                } else {
                    counts.add(line);
                }
            }
        }
        return counts;
    }

    private static LineCount line(Connection connection, ResultSet row) throws SQLException {
        RowKey first = new RowKey(row.getString(1), row.getInt(2), row.getLong(4));
        long rows = row.getLong(3);
        if (first.isReady()) {
            return new LineCount(first.channel(), rows, 0, 0, sentAt(connection, first));
        }
        return first.isWaiting()
                ? new LineCount(first.channel(), 0, rows, 0, null)
                : new LineCount(first.channel(), 0, 0, rows, null);
    }

    /** @return null if it has gone meanwhile */
    private static Instant sentAt(Connection connection, RowKey row) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SENT)) {
            new Parameters(select).text(row.channel()).number(row.rank()).number(row.id());
            try (ResultSet found = select.executeQuery()) {
                return found.next() ? RowColumns.time(found, 1) : null;
            }
        }
    }

    private static LineCount sum(LineCount a, LineCount b) {
        return new LineCount(
                a.channel(),
                a.ready() + b.ready(),
                a.waiting() + b.waiting(),
                a.lent() + b.lent(),
                earlier(a.oldest(), b.oldest()));
    }

    private static Instant earlier(Instant a, Instant b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.isBefore(b) ? a : b;
    }
}
