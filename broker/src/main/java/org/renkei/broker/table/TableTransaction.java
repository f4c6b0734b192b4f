package org.renkei.broker.table;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.database.DatabaseException;
import org.renkei.database.Transaction;

/**
 * One transaction over the message table. What it changes is counted, and workers are told of new rows, when it is committed and
 * not before. For one thread. Every method may throw a {@link RenkeiException}: {@code DATABASE_AWAY}, {@code DATABASE_REFUSED} or
 * {@code COMMIT_FAILED}; then nothing of it happened, except that a connection that broke in the commit leaves that open.
 */
final class TableTransaction implements AutoCloseable {

    private final BusinessDatabase database;
    private final MessageTable table;
    private final Transaction transaction;
    private final List<NewRow> inserts = new ArrayList<>();
    private final List<RowKey> deletes = new ArrayList<>();
    private final Map<String, LineChange> changes = new HashMap<>();
    private final Set<RowKey> claimed = new HashSet<>();
    private boolean over;

    TableTransaction(BusinessDatabase database, Transaction transaction) {
        this.database = database;
        this.table = database.table();
        this.transaction = transaction;
    }

    /** Something to do on the connection of this transaction. */
    interface Statement<T> {
        T on(Connection connection) throws SQLException;
    }

    Connection connection() {
        return transaction.connection();
    }

    /** As {@link MessageTable#claim}. */
    List<StoredRow> claim(String channel, int most) {
        return claimed(run(connection -> table.claim(connection, channel, most)));
    }

    /** As {@link MessageTable#claimNext}. */
    List<StoredRow> claimNext(String channel, int most) {
        return claimed(run(connection -> table.claimNext(connection, channel, most)));
    }

    private List<StoredRow> claimed(List<StoredRow> rows) {
        rows.forEach(row -> claimed.add(row.key()));
        return rows;
    }

    /** As {@link MessageTable#lend}, in the name of this server. */
    List<StoredRow> lend(String channel, int most) {
        List<StoredRow> rows = run(connection -> table.lend(connection, channel, most, database.node()));
        change(channel).ready -= rows.size();
        change(channel).lent += rows.size();
        return rows;
    }

    /** As {@link MessageTable#claimExpired}. */
    List<StoredRow> claimExpired(Instant now, int most) {
        return claimed(run(connection -> table.claimExpired(connection, now, most)));
    }

    /** Brings to disk what others have committed and may not have on disk yet. */
    void sync() {
        try {
            transaction.sync();
        } catch (DatabaseException e) {
            throw database.failure(e);
        }
    }

    /** To be stored at the commit. */
    void insert(NewRow row) {
        inserts.add(row);
    }

    /** To be deleted at the commit: rows that this transaction has claimed. */
    void delete(RowKey row) {
        deletes.add(row);
    }

    /** The same at once. */
    void deleteNow(List<RowKey> rows) {
        if (!rows.isEmpty()) {
            run(connection -> {
                delete(connection, rows);
                return null;
            });
        }
    }

    <T> T run(Statement<T> statement) {
        try {
            return statement.on(transaction.connection());
        } catch (SQLException e) {
            throw database.failure(e);
        }
    }

    /** Looks at the table as it is at one moment, and ends the transaction: a row that is moved meanwhile is seen once. */
    <T> T look(Statement<T> statement) {
        Connection connection = transaction.connection();
        try {
            int isolation = connection.getTransactionIsolation();
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            try {
                return statement.on(connection);
            } finally {
                rollback();
                connection.setTransactionIsolation(isolation);
            }
        } catch (SQLException e) {
            throw database.failure(e);
        }
    }

    /** What a statement of its own changed in the number of rows. */
    LineChange change(String channel) {
        return changes.computeIfAbsent(channel, name -> new LineChange());
    }

    /** When it returns, all is on disk. Another transaction may begin. */
    void commit() {
        try {
            flush();
            database.lines().committing(transaction::commit, changes);
        } catch (SQLException e) {
            throw database.failure(e);
        } catch (DatabaseException e) {
            throw database.failure(e);
        }
        ended(LineChange::bringsBack);
        changes.forEach((channel, change) -> {
            if (change.makesReady()) {
                database.fire(channel);
            }
        });
        changes.clear();
        inserts.clear();
        deletes.clear();
    }

    private void flush() throws SQLException {
        Connection connection = transaction.connection();
        if (!deletes.isEmpty()) {
            delete(connection, deletes);
        }
        if (!inserts.isEmpty()) {
            insertAll(connection, database.clock().instant());
        }
    }

    private void delete(Connection connection, List<RowKey> rows) throws SQLException {
        int deleted = table.delete(connection, rows);
        if (deleted != rows.size()) {
            throw new RenkeiException(
                    ErrorCode.COMMIT_FAILED,
                    (rows.size() - deleted) + " of " + rows.size() + " messages in hand are no longer in database "
                            + database + ": somebody else has deleted them");
        }
        for (RowKey row : rows) {
            claimed.remove(row);
            LineChange change = change(row.channel());
            change.count(row, -1);
            change.taken++;
        }
    }

    private void insertAll(Connection connection, Instant now) throws SQLException {
        table.insert(connection, inserts, now);
        for (NewRow row : inserts) {
            LineChange change = change(row.channel());
            Instant notBefore = row.message().notBefore();
            if (notBefore != null && notBefore.isAfter(now) && !TableNames.isLine(row.channel())) {
                change.waiting++;
            } else {
                change.ready++;
                change.sentAt = now;
            }
            change.added++;
        }
    }

    /** Takes everything back; what was claimed can be claimed again. */
    void rollback() {
        transaction.rollback();
        ended(change -> true);
        changes.clear();
        inserts.clear();
        deletes.clear();
    }

    /** What was claimed and is not deleted is free. */
    private void ended(Predicate<LineChange> bringsBack) {
        Set<String> cameBack = claimed.stream().map(RowKey::channel).collect(Collectors.toSet());
        changes.forEach((channel, change) -> {
            if (bringsBack.test(change)) {
                cameBack.add(channel);
            }
        });
        table.ended(transaction.connection(), cameBack);
        claimed.clear();
    }

    @Override
    public void close() {
        if (!over) {
            over = true;
            rollback();
            transaction.close();
        }
    }
}
