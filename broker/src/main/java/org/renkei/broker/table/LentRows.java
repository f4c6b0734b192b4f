package org.renkei.broker.table;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.error.RenkeiException;

/**
 * Rows of one database channel that this server has lent to programs' consumers. A lent row is in the table like any other, but no
 * worker claims it; it is deleted, by the transaction that takes it ({@link Crossing#take}) or by itself, or taken back. Thread-safe, but for
 * {@link #lend} and {@link #takeBack}, which are for one thread. Every method may throw a {@link RenkeiException}: {@code DATABASE_AWAY},
 * {@code DATABASE_REFUSED} or {@code COMMIT_FAILED}; then nothing happened, or if the connection broke in the commit, all of it.
 */
public final class LentRows {

    private final BusinessDatabase database;
    private final String channel;
    private List<StoredRow> inDoubt = List.of();

    public LentRows(BusinessDatabase database, String channel) {
        this.database = database;
        this.channel = channel;
    }

    /**
     * Lends the next rows that are ready, with the keys that they have from now on; none if there is none. Rows that an earlier call
     * lent without learning of it, since its connection broke in the commit, come first, and alone.
     */
    public List<StoredRow> lend(int most) {
        List<StoredRow> lentBefore =
                inDoubt.stream().filter(row -> areLent(List.of(row.key()))).toList();
        inDoubt = List.of();
        return lentBefore.isEmpty() ? lendNext(most) : lentBefore;
    }

    private List<StoredRow> lendNext(int most) {
        try (TableTransaction transaction = database.begin()) {
            List<StoredRow> rows = transaction.lend(channel, most);
            if (!rows.isEmpty()) {
                inDoubt = rows;
                transaction.commit();
                inDoubt = List.of();
            }
            return rows;
        }
    }

    /**
     * Makes ready whatever this server has lent of the channel.
     *
     * @param handedOut those that a consumer has seen
     */
    public void takeBack(Collection<RowKey> handedOut) {
        try (TableTransaction transaction = database.begin()) {
            transaction.run(connection -> {
                if (!handedOut.isEmpty()) {
                    database.table().countDelivery(connection, handedOut);
                }
                int rows = database.table()
                        .takeBack(connection, database.node(), channel)
                        .getOrDefault(channel, 0);
                LineChange change = transaction.change(channel);
                change.lent -= rows;
                change.ready += rows;
                change.sentAt = database.clock().instant();
                return null;
            });
            transaction.commit();
        }
        inDoubt = List.of();
    }

    /** False if somebody has deleted or taken back one of these rows. */
    public boolean areLent(Collection<RowKey> lent) {
        try (TableTransaction transaction = database.begin()) {
            return transaction.run(connection -> database.table().present(connection, lent)) == lent.size();
        }
    }

    /**
     * Deletes rows in a transaction of their own. When it returns, they are gone from the disk.
     *
     * @return how many were still there
     */
    public int delete(Collection<RowKey> lent) {
        try (TableTransaction transaction = database.begin()) {
            int deleted = transaction.run(connection -> database.table().delete(connection, lent));
            LineChange change = transaction.change(channel);
            change.lent -= deleted;
            change.taken += deleted;
            transaction.commit();
            return deleted;
        }
    }

    /**
     * Moves a lent row out of the channel, on its way to a channel of the broker; no effect if it is no longer lent.
     *
     * @param with properties that it gets besides its own
     */
    public void send(StoredRow row, String to, Map<String, Object> with) {
        if (!areLent(List.of(row.key()))) {
            return;
        }
        Map<String, Object> properties = new HashMap<>(row.message().properties());
        properties.putAll(with);
        ChannelMessage message =
                row.message().withProperties(properties).withExpiresAt(null).withNotBefore(null);
        try (TableTransaction transaction = database.begin()) {
            transaction.delete(row.key());
            transaction.insert(new NewRow(database.relayLine(), message, to, null));
            transaction.commit();
        }
    }

    /** From now on, until {@link #stopsWaiting}, rows that come are told. */
    public void waits() {
        database.wake(channel).waits();
    }

    public void stopsWaiting() {
        database.wake(channel).stopsWaiting();
    }

    /** To be asked before {@link #lend}, and given to {@link #await} after that. */
    public long calls() {
        return database.wake(channel).calls();
    }

    /** Returns when rows came after {@code seen}, or after {@code wait}. */
    public void await(long seen, Duration wait) throws InterruptedException {
        database.wake(channel).await(seen, wait);
    }

    /** Ends a wait. */
    public void call() {
        database.wake(channel).call();
    }

    /** True if the database does not answer. */
    public boolean isAway() {
        return database.away().isPresent();
    }

    /** Returns true if the database answers, at once or within {@code wait}. */
    public boolean awaitBack(Duration wait) throws InterruptedException {
        return database.awaitBack(wait);
    }

    BusinessDatabase database() {
        return database;
    }
}
