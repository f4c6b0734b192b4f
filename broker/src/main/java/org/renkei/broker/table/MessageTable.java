package org.renkei.broker.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.renkei.broker.channel.BrowsedMessage;
import org.renkei.broker.channel.Walk;
import org.renkei.database.Dialect;

/**
 * The SQL of the message table {@code renkei.message} and the table of keys {@code renkei.known_key}. Every method works within
 * the transaction of the connection it is given, and commits nothing. Thread-safe.
 */
final class MessageTable {

    private final Dialect dialect;
    private final RowColumns columns;
    private final RowChange changes;
    private final RowClaims claims;

    /** @param store names this database among all, for the keys of its messages */
    MessageTable(Dialect dialect, String store) {
        this.dialect = dialect;
        columns = new RowColumns(store);
        changes = new RowChange(dialect);
        claims = dialect == Dialect.POSTGRESQL ? new SkipLockedClaims(columns) : new MemoryClaims(columns);
    }

    /** The id that was drawn when the schema was made. */
    static String store(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select id from renkei.store");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getString(1);
        }
    }

    /**
     * Takes the next rows of a channel that are ready: those of the best rank first, the oldest of them first, none that another
     * transaction has claimed, and of each group none while an earlier one is ready, claimed or lent. They are this transaction's
     * until it ends, and stay in the table until {@link #delete}.
     *
     * @return up to {@code most}; empty if there is none
     */
    List<StoredRow> claim(Connection connection, String channel, int most) throws SQLException {
        return claims.rows(connection, Choice.ready(channel), most);
    }

    /**
     * The same, without those that it takes time to find. What it leaves out at one time it finds soon after; for a moment it may
     * hand out what is behind them.
     */
    List<StoredRow> claimNext(Connection connection, String channel, int most) throws SQLException {
        return claims.next(connection, channel, most);
    }

    /**
     * To be asked when {@link #claimNext} found nothing.
     *
     * @param since when rows may have come, by the system's clock of nanoseconds
     * @return 0 if nothing that was there at {@code since} is left; or after how many nanoseconds to claim again
     */
    long mayHaveMissed(String channel, long since) {
        return claims.mayHaveMissed(channel, since);
    }

    /** As {@link #claim}, for rows whose validity has ended, in any channel but the lines of {@link TableNames}, lent ones left out. */
    List<StoredRow> claimExpired(Connection connection, Instant now, int most) throws SQLException {
        return claims.rows(connection, Choice.expired(now), most);
    }

    /**
     * To be called when a transaction has ended, either way.
     *
     * @param cameBack channels in which it has left rows ready that were not, or that it had claimed; without being told, others
     *     find them later
     */
    void ended(Connection connection, Set<String> cameBack) {
        claims.ended(connection, cameBack);
    }

    /** Stores the rows, in order. {@link NewRow#onceKey()} is not looked at. */
    void insert(Connection connection, List<NewRow> rows, Instant now) throws SQLException {
        RowColumns.insert(connection, rows, now);
    }

    /** @throws SQLException a unique violation if one of the keys is known: look with {@link #known} in another transaction */
    void remember(Connection connection, Collection<String> keys, Instant now) throws SQLException {
        KnownKeys.remember(connection, keys, now);
    }

    Set<String> known(Connection connection, Collection<String> keys) throws SQLException {
        return KnownKeys.known(connection, keys);
    }

    /** @return how many there were */
    int forgetBefore(Connection connection, Instant before, int most) throws SQLException {
        return KnownKeys.forgetBefore(connection, before, most);
    }

    /** @return how many were still there */
    int delete(Connection connection, Collection<RowKey> rows) throws SQLException {
        return changes.delete(connection, rows);
    }

    /** @return how many of them there are */
    int present(Connection connection, Collection<RowKey> rows) throws SQLException {
        return changes.count(connection, rows);
    }

    /** One delivery more for each of these; fails soon if another transaction has one of them in hand. */
    void countDelivery(Connection connection, Collection<RowKey> rows) throws SQLException {
        if (dialect == Dialect.POSTGRESQL) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("set local lock_timeout = '200ms'");
            }
        }
        changes.update(connection, "deliveries = deliveries + 1", none -> {}, rows);
    }

    /** Makes ready what waited until now. @return how many, by channel */
    Map<String, Integer> makeReady(Connection connection, Instant now, int most) throws SQLException {
        List<RowKey> due = claims.keys(connection, Choice.due(now), most);
        return changes.update(connection, "rank = rank - 10, due_at = expires_at", none -> {}, due);
    }

    /** Claims the next rows of a channel and marks them as lent to {@code holder}. @return them, with the keys that they have now */
    List<StoredRow> lend(Connection connection, String channel, int most, String holder) throws SQLException {
        List<StoredRow> ready = claim(connection, channel, most);
        List<RowKey> keys = ready.stream().map(StoredRow::key).toList();
        changes.update(connection, "rank = rank + 20, lent_to = ?", values -> values.text(holder), keys);
        return ready.stream().map(MessageTable::lent).toList();
    }

    /**
     * Makes ready what was lent to {@code holder}.
     *
     * @param channel null for all
     * @return how many, by channel
     */
    Map<String, Integer> takeBack(Connection connection, String holder, String channel) throws SQLException {
        List<RowKey> lent = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "select " + RowColumns.KEY + " from renkei.message where lent_to = ? order by id")) {
            new Parameters(select).text(holder);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    RowKey key = RowColumns.key(rows);
                    if (channel == null || channel.equals(key.channel())) {
                        lent.add(key);
                    }
                }
            }
        }
        return changes.update(connection, "rank = rank - 20, lent_to = null", none -> {}, lent);
    }

    /** Fixes the moment as of which a transaction of repeatable reads sees the table. */
    void look(Connection connection) throws SQLException {
        TableCount.look(connection);
    }

    /** What there is, for each channel that has rows. Reads an index only; a few hundred milliseconds for a million rows. */
    List<LineCount> count(Connection connection) throws SQLException {
        return TableCount.count(connection);
    }

    /** As {@link org.renkei.broker.channel.ChannelQueue#walk}, over the rows of a channel. */
    boolean walk(Connection connection, String channel, Walk walk, Predicate<BrowsedMessage> each) throws SQLException {
        return new TableWalk(connection, dialect, columns, walk, each).toTheEnd(channel);
    }

    private static StoredRow lent(StoredRow row) {
        RowKey key = row.key();
        return new StoredRow(
                new RowKey(key.channel(), key.rank() + RowKey.LENT, key.id()), row.message(), row.relayTo());
    }
}
