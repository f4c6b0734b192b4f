package org.renkei.tracking.join;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.renkei.tracking.journey.Rows;
import org.renkei.tracking.journey.StretchSql;

/** Joins in their tables. */
final class JoinRows {
    private static final String THIS = " where job = ? and branch = ? and seq = ?";
    private static final String LOCK = "select state, closed_by from tracking.join_wait" + THIS + " for update";
    private static final String INSERT = "insert into tracking.join_wait"
            + " (job, branch, seq, flow, version, step, channel, copies, node, state, due_at)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String INSERT_PART =
            "insert into tracking.join_part (job, branch, seq, number, copy_branch, copy_seq, message) values (?, ?, ?, ?, ?, ?, ?)";
    private static final String REPLACE_PART =
            "update tracking.join_part set copy_seq = ?, message = ?" + THIS + " and number = ?";
    private static final String DELETE_PART = "delete from tracking.join_part" + THIS + " and number = ?";
    private static final String CLOSE =
            "update tracking.join_wait set state = ?, closed_by = ?, node = ?, closed_at = ?, due_at = null" + THIS;
    private static final String POSTPONE =
            "update tracking.join_wait set due_at = ?" + THIS + " and due_at is not null";
    private static final String REOPEN = "update tracking.join_wait set state = ?, closed_by = null, due_at = ?"
            + " where state = ? and node = coalesce(?, node) and closed_at <= ? and channel = any(?)";
    private static final String GIVE_BACK = "update tracking.join_wait set state = 'RETURNED', due_at = null" + THIS;
    private static final String BEGIN =
            "update tracking.join_wait set state = 'OPEN', closed_by = null, node = ?, due_at = ?" + THIS;
    private static final String NUMBERS = "select number from tracking.join_part" + THIS;
    private static final String PARTS =
            "select number, copy_branch, copy_seq, message from tracking.join_part" + THIS + " order by number";
    private static final String DUE = "select * from tracking.join_wait"
            + " where due_at <= ? and (node = ? or due_at <= ?) order by due_at fetch first ? rows only";
    private static final String OF_WAITING = " from tracking.join_wait w join tracking.join_part p"
            + " on p.job = w.job and p.branch = w.branch and p.seq = w.seq where w.state = 'OPEN'";
    private static final String WAITING = "select p.job, p.copy_branch" + OF_WAITING + " fetch first ? rows only";
    private static final String COUNT_WAITING = "select count(*)" + OF_WAITING;

    /** Its copies are all known to have come; and those that did not close it, to have gone on, which they do together. */
    private static final String CARRIED =
            "select w.job, w.branch, w.seq from tracking.join_wait w where w.state = 'CLOSED'"
                    + " and not exists (select 1 from tracking.join_part p"
                    + " where p.job = w.job and p.branch = w.branch and p.seq = w.seq and (not exists (select 1 from tracking.stretch s"
                    + " where " + StretchSql.holds("p.job", "p.copy_branch", "p.copy_seq")
                    + " and s.outcome in ('WAITING', 'DONE', 'LOST'))"
                    + " or cast(p.number as varchar(20)) <> w.closed_by and not exists (select 1 from tracking.stretch s"
                    + " where " + StretchSql.holds("p.job", "p.copy_branch", "(p.copy_seq + 1)") + ")))"
                    + " order by w.job, w.branch, w.seq fetch first ? rows only";

    /** Not if it was opened again meanwhile. */
    private static final String DELETE_PARTS = "delete from tracking.join_part" + THIS
            + " and not exists (select 1 from tracking.join_wait w where w.job = join_part.job"
            + " and w.branch = join_part.branch and w.seq = join_part.seq and w.state = 'OPEN')";

    /** A copy that is missing may come yet. */
    private static final String KEEP_INCOMPLETE = "update tracking.join_wait set state = 'CARRIED'" + THIS
            + " and state = 'CLOSED' and copies > (select count(*) from tracking.join_part p where p.job = join_wait.job"
            + " and p.branch = join_wait.branch and p.seq = join_wait.seq)";

    private static final String DELETE = "delete from tracking.join_wait" + THIS + " and state = 'CLOSED'";

    private JoinRows() {}

    /** Kept from others until the transaction ends. */
    static Optional<JoinRow> lock(Connection connection, JoinKey key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
            bind(new Rows(statement), key);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next()
                        ? Optional.of(new JoinRow(rows.getString("state"), rows.getString("closed_by")))
                        : Optional.empty();
            }
        }
    }

    static void insert(Connection connection, JoinKey key, JoinWait wait) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            bind(new Rows(statement), key)
                    .text(wait.flow())
                    .text(wait.version())
                    .text(wait.step())
                    .text(wait.channel())
                    .number(wait.copies())
                    .text(wait.node())
                    .text(JoinRow.OPEN)
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

    static void replace(Connection connection, JoinKey key, JoinPart part) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(REPLACE_PART)) {
            bind(new Rows(statement).number(part.seq()).bytes(part.message()), key)
                    .number(part.number());
            statement.executeUpdate();
        }
    }

    static void delete(Connection connection, JoinKey key, int number) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DELETE_PART)) {
            bind(new Rows(statement), key).number(number);
            statement.executeUpdate();
        }
    }

    static void close(Connection connection, JoinKey key, String closer, String node, Instant at) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(CLOSE)) {
            bind(
                    new Rows(statement)
                            .text(JoinRow.CLOSED)
                            .text(closer)
                            .text(node)
                            .time(at),
                    key);
            statement.executeUpdate();
        }
    }

    static void giveBack(Connection connection, JoinKey key) throws SQLException {
        each(connection, GIVE_BACK, List.of(key));
    }

    /** Without its parts. */
    static void begin(Connection connection, JoinKey key, JoinWait wait) throws SQLException {
        each(connection, DELETE_PARTS, List.of(key));
        try (PreparedStatement statement = connection.prepareStatement(BEGIN)) {
            bind(new Rows(statement).text(wait.node()).time(wait.dueAt()), key);
            statement.executeUpdate();
        }
    }

    static Void postpone(Connection connection, JoinKey key, Instant until) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(POSTPONE)) {
            bind(new Rows(statement).time(until), key);
            statement.executeUpdate();
            return null;
        }
    }

    static Void reopen(
            Connection connection, String node, Collection<String> channels, Instant closedBefore, Instant now)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(REOPEN)) {
            new Rows(statement)
                    .text(JoinRow.OPEN)
                    .time(now)
                    .text(JoinRow.CLOSED)
                    .text(node)
                    .time(closedBefore)
                    .texts(channels);
            statement.executeUpdate();
            return null;
        }
    }

    static List<Integer> numbers(Connection connection, JoinKey key) throws SQLException {
        List<Integer> numbers = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(NUMBERS)) {
            bind(new Rows(statement), key);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    numbers.add(rows.getInt("number"));
                }
            }
        }
        return numbers;
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

    static List<DueJoin> due(Connection connection, String node, Instant now, Instant others, int limit)
            throws SQLException {
        List<DueJoin> due = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(DUE)) {
            new Rows(statement).time(now).text(node).time(others).number(limit);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    JoinWait wait = new JoinWait(
                            rows.getString("flow"),
                            rows.getString("version"),
                            rows.getString("step"),
                            rows.getString("channel"),
                            rows.getInt("copies"),
                            rows.getString("node"),
                            Rows.time(rows, "due_at"));
                    due.add(new DueJoin(key(rows), wait));
                }
            }
        }
        return due;
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

    static List<JoinKey> carried(Connection connection, int limit) throws SQLException {
        List<JoinKey> carried = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(CARRIED)) {
            new Rows(statement).number(limit);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    carried.add(key(rows));
                }
            }
        }
        return carried;
    }

    static Void forget(Connection connection, List<JoinKey> carried) throws SQLException {
        each(connection, KEEP_INCOMPLETE, carried);
        each(connection, DELETE_PARTS, carried);
        each(connection, DELETE, carried);
        return null;
    }

    private static void each(Connection connection, String sql, List<JoinKey> keys) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
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
