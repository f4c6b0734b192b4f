package org.renkei.tracking.join;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.renkei.tracking.journey.Rows;

/** Joins in their tables. */
final class JoinRows {
    private static final String THIS = " where job = ? and branch = ? and seq = ?";
    private static final String LOCK = "select copies, closed_by from tracking.join_wait" + THIS + " for update";
    private static final String INSERT =
            "insert into tracking.join_wait (job, branch, seq, flow, step, channel, copies, due_at) values (?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String INSERT_PART =
            "insert into tracking.join_part (job, branch, seq, number, copy_branch, copy_seq, message) values (?, ?, ?, ?, ?, ?, ?)";
    private static final String CLOSE = "update tracking.join_wait set closed_by = ?, closed_at = ?" + THIS;
    private static final String PARTS =
            "select number, copy_branch, copy_seq, message from tracking.join_part" + THIS + " order by number";
    private static final String DUE =
            "select job, branch, seq, flow, step, channel, copies, due_at from tracking.join_wait"
                    + " where due_at <= ? and closed_by is null order by due_at fetch first ? rows only";
    private static final String COUNT_OPEN = "select count(*) from tracking.join_wait where closed_by is null";
    private static final String OF_WAITING = " from tracking.join_wait w join tracking.join_part p"
            + " on p.job = w.job and p.branch = w.branch and p.seq = w.seq where w.closed_by is null";
    private static final String WAITING = "select p.job, p.copy_branch" + OF_WAITING + " fetch first ? rows only";
    private static final String COUNT_WAITING = "select count(*)" + OF_WAITING;
    private static final String SETTLED =
            "select w.job, w.branch, w.seq from tracking.join_wait w where w.closed_at is not null"
                    + " and (w.closed_at < ? or w.copies = (select count(*) from tracking.join_part p join tracking.step s"
                    + " on s.job = p.job and s.branch = p.copy_branch and s.seq = p.copy_seq"
                    + " where p.job = w.job and p.branch = w.branch and p.seq = w.seq)) fetch first ? rows only";

    private JoinRows() {}

    /** Kept from others until the transaction ends. */
    static Optional<JoinRow> lock(Connection connection, JoinKey key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
            bind(new Rows(statement), key);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next()
                        ? Optional.of(new JoinRow(rows.getInt("copies"), rows.getString("closed_by")))
                        : Optional.empty();
            }
        }
    }

    static void insert(Connection connection, JoinKey key, JoinWait wait) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            bind(new Rows(statement), key)
                    .text(wait.flow())
                    .text(wait.step())
                    .text(wait.channel())
                    .number(wait.copies())
                    .time(wait.dueAt());
            statement.executeUpdate();
        }
    }

    static void insert(Connection connection, JoinKey key, JoinPart part) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT_PART)) {
            bind(new Rows(statement), key)
                    .number(part.number())
                    .text(part.branch())
                    .number(part.seq())
                    .bytes(part.message());
            statement.executeUpdate();
        }
    }

    static void close(Connection connection, JoinKey key, String closer, Instant at) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(CLOSE)) {
            bind(new Rows(statement).text(closer).time(at), key);
            statement.executeUpdate();
        }
    }

    static List<JoinPart> parts(Connection connection, JoinKey key) throws SQLException {
        List<JoinPart> parts = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(PARTS)) {
            bind(new Rows(statement), key);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    parts.add(new JoinPart(
                            rows.getInt("number"),
                            rows.getString("copy_branch"),
                            rows.getInt("copy_seq"),
                            rows.getBytes("message")));
                }
            }
        }
        return parts;
    }

    static List<DueJoin> due(Connection connection, Instant now, int limit) throws SQLException {
        List<DueJoin> due = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(DUE)) {
            new Rows(statement).time(now).number(limit);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    JoinKey key = key(rows);
                    JoinWait wait = new JoinWait(
                            rows.getString("flow"),
                            rows.getString("step"),
                            rows.getString("channel"),
                            rows.getInt("copies"),
                            Rows.time(rows, "due_at"));
                    for (JoinPart part : parts(connection, key)) {
                        due.add(new DueJoin(key, wait, part));
                        break;
                    }
                }
            }
        }
        return due;
    }

    static long countOpen(Connection connection) throws SQLException {
        return count(connection, COUNT_OPEN);
    }

    static long countWaiting(Connection connection) throws SQLException {
        return count(connection, COUNT_WAITING);
    }

    private static long count(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    static List<WaitingCopy> waiting(Connection connection, int limit) throws SQLException {
        List<WaitingCopy> waiting = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(WAITING)) {
            new Rows(statement).number(limit);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    waiting.add(new WaitingCopy(rows.getString("job"), rows.getString("copy_branch")));
                }
            }
        }
        return waiting;
    }

    /** @param incompleteBefore of those whose copies did not all come, those are deleted that closed before that */
    static int deleteSettled(Connection connection, Instant incompleteBefore, int limit) throws SQLException {
        List<JoinKey> settled = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(SETTLED)) {
            new Rows(statement).time(incompleteBefore).number(limit);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    settled.add(key(rows));
                }
            }
        }
        delete(connection, "join_part", settled);
        delete(connection, "join_wait", settled);
        return settled.size();
    }

    private static void delete(Connection connection, String table, List<JoinKey> keys) throws SQLException {
        if (keys.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement("delete from tracking." + table + THIS)) {
            Rows rows = new Rows(statement);
            for (JoinKey key : keys) {
                bind(rows, key).addBatch();
            }
            statement.executeBatch();
        }
    }

    private static JoinKey key(ResultSet rows) throws SQLException {
        return new JoinKey(rows.getString("job"), rows.getString("branch"), rows.getInt("seq"));
    }

    private static Rows bind(Rows rows, JoinKey key) throws SQLException {
        return rows.text(key.job()).text(key.branch()).number(key.seq());
    }
}
