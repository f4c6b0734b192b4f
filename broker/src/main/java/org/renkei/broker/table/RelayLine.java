package org.renkei.broker.table;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.renkei.broker.error.RenkeiException;

/**
 * The rows of one database that are on their way to somewhere else, taken out in their order. What was carried and could not be
 * deleted, because the database went away in that moment, is not carried again by this process. For one thread.
 */
public final class RelayLine {

    private static final long MOST_BYTES = 8L << 20;

    private final BusinessDatabase database;
    private final Set<Long> carried = new HashSet<>();
    private int atOnce = 1;

    public RelayLine(BusinessDatabase database) {
        this.database = database;
    }

    /** Brings rows where they shall go. */
    @FunctionalInterface
    public interface Carrier {

        /**
         * When it returns, what it returns is on disk there; the rest it could not bring there now. It may get one that a process that
         * died had carried already.
         */
        List<StoredRow> carry(List<StoredRow> rows);
    }

    /**
     * Carries the next rows; few of them at once while they are large.
     *
     * @return how many; 0 if there was none that could be carried
     * @throws RenkeiException as the carrier throws, or {@code DATABASE_AWAY}, {@code COMMIT_FAILED}: the rows are still there
     */
    public int carry(int most, Carrier carrier) {
        try (TableTransaction transaction = database.begin()) {
            List<StoredRow> rows = transaction.claim(database.relayLine(), Math.min(most, atOnce));
            if (rows.isEmpty()) {
                return 0;
            }
            List<StoredRow> fresh = rows.stream()
                    .filter(row -> !carried.contains(row.key().id()))
                    .toList();
            if (!fresh.isEmpty()) {
                // Another transaction may be committed and not on disk yet; what it sent must not get ahead of it.
                transaction.sync();
                carrier.carry(fresh).forEach(row -> carried.add(row.key().id()));
            }
            List<StoredRow> done = rows.stream()
                    .filter(row -> carried.contains(row.key().id()))
                    .toList();
            done.forEach(row -> transaction.delete(row.key()));
            transaction.commit();
            done.forEach(row -> carried.remove(row.key().id()));
            atOnce = Math.max(1, Math.min(2 * rows.size(), (int) (MOST_BYTES * rows.size() / (1 + sizeOf(rows)))));
            return done.size();
        }
    }

    private static long sizeOf(List<StoredRow> rows) {
        return rows.stream().mapToLong(row -> row.message().body().size()).sum();
    }

    /** To be asked before {@link #carry}, and given to {@link #await} after that. */
    public long calls() {
        return database.wake(database.relayLine()).calls();
    }

    /** Returns when rows came after {@code seen}, or after {@code wait}. */
    public void await(long seen, Duration wait) throws InterruptedException {
        database.wake(database.relayLine()).await(seen, wait);
    }

    /** Returns true if the database answers, at once or within {@code wait}. */
    public boolean awaitBack(Duration wait) throws InterruptedException {
        return database.awaitBack(wait);
    }

    /** How many rows there are. */
    public long waiting() {
        return database.lines().of(database.relayLine()).depth();
    }

    public BusinessDatabase database() {
        return database;
    }
}
