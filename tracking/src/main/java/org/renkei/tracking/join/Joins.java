package org.renkei.tracking.join;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.renkei.database.Conflict;
import org.renkei.database.Database;
import org.renkei.database.DatabaseException;

/**
 * Keeps the copies of jobs that have come to their joins, until all have (EIP: Aggregator). Thread-safe, and safe for several
 * processes on one PostgreSQL; every method throws {@link DatabaseException} if the database is down.
 *
 * <p>A join is closed once, by the copy that comes last or by whoever says that its time is over. Its closer may ask again, after a
 * crash, and gets the same answer, until the tracking events of the transaction in which it carries on what came are in the database.
 * So what comes of a join is sent at least once, and exactly once if the closer's own message is taken in the same transaction.
 */
public final class Joins {
    private static final int TRIES = 5;
    private static final int MOST_TIDIED_AT_ONCE = 500;

    private final Database database;
    private final Clock clock;

    public Joins(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * A copy has come. To be called again with the same copy, or with what it has become since, if it comes once more after a crash.
     *
     * @param wait what it opens if it is the first
     * @return what has come so far; closed if this copy was the last, then and whenever it is asked again; empty if the join had closed
     *     without this copy
     */
    public Optional<Gathered> arrive(JoinKey key, JoinWait wait, JoinPart part) {
        return retrying(connection -> arrive(connection, key, wait, part));
    }

    private Optional<Gathered> arrive(Connection connection, JoinKey key, JoinWait wait, JoinPart part)
            throws SQLException {
        Optional<JoinRow> found = JoinRows.lock(connection, key);
        if (found.isEmpty()) {
            JoinRows.insert(connection, key, wait);
        } else if (found.get().isReturned()) {
            // Its copies were dead letters, and come again.
            JoinRows.begin(connection, key, wait);
            found = Optional.empty();
        }
        String closer = String.valueOf(part.number());
        List<Integer> numbers = JoinRows.numbers(connection, key);
        boolean known = numbers.contains(part.number());
        if (found.isPresent() && !found.get().isOpen()) {
            if (!found.get().isToBeCarriedBy(closer)) {
                return known ? Optional.of(Gathered.waits(numbers.size())) : Optional.empty();
            }
            JoinRows.replace(connection, key, part);
            return Optional.of(Gathered.closed(JoinRows.parts(connection, key)));
        }
        if (known) {
            JoinRows.replace(connection, key, part);
        } else {
            JoinRows.insert(connection, key, part);
        }
        int count = numbers.size() + (known ? 0 : 1);
        if (count < wait.copies()) {
            return Optional.of(Gathered.waits(count));
        }
        JoinRows.close(connection, key, closer, wait.node(), clock.instant());
        return Optional.of(Gathered.closed(JoinRows.parts(connection, key)));
    }

    /** A copy gives up that may have come. It may be asked again, and gets the same answer. */
    public Withdrawn withdraw(JoinKey key, int number) {
        return retrying(connection -> {
            Optional<JoinRow> found = JoinRows.lock(connection, key);
            if (found.isPresent() && found.get().isClosedBy(String.valueOf(number))) {
                return giveBack(connection, key);
            }
            boolean came = JoinRows.numbers(connection, key).contains(number);
            if (came && found.isPresent() && !found.get().isOpen()) {
                return new Withdrawn(Withdrawn.How.GONE_ON, List.of());
            }
            JoinRows.delete(connection, key, number);
            return new Withdrawn(Withdrawn.How.NOT_THERE, List.of());
        });
    }

    /** The same for whoever has said that its time is over, see {@link #giveUp}; he may not have yet. */
    public Withdrawn withdraw(JoinKey key, String closer) {
        return retrying(connection -> {
            Optional<JoinRow> found = JoinRows.lock(connection, key);
            boolean ours =
                    found.isPresent() && (found.get().isOpen() || found.get().isClosedBy(closer));
            return ours ? giveBack(connection, key) : new Withdrawn(Withdrawn.How.NOT_THERE, List.of());
        });
    }

    private static Withdrawn giveBack(Connection connection, JoinKey key) throws SQLException {
        JoinRows.giveBack(connection, key);
        return new Withdrawn(Withdrawn.How.GIVEN_BACK, JoinRows.parts(connection, key));
    }

    /**
     * The time of a join is over.
     *
     * @param closer names whoever says so; the same name gets the same answer again
     * @param node where that is
     * @return what has come; empty if it has closed by itself, or by another name
     */
    public Optional<Gathered> giveUp(JoinKey key, String closer, String node) {
        return retrying(connection -> {
            Optional<JoinRow> found = JoinRows.lock(connection, key);
            if (found.isEmpty() || !found.get().isOpen() && !found.get().isToBeCarriedBy(closer)) {
                return Optional.empty();
            }
            JoinRows.close(connection, key, closer, node, clock.instant());
            return Optional.of(Gathered.closed(JoinRows.parts(connection, key)));
        });
    }

    /**
     * Those that have waited long enough, the oldest first.
     *
     * @param node whose joins they are
     * @param others how much later those of other nodes are due, which may have died
     */
    public List<DueJoin> due(String node, Duration others, int limit) {
        return database.read(connection ->
                JoinRows.due(connection, node, clock.instant(), clock.instant().minus(others), limit));
    }

    /** Looks at it again after a while. */
    public void postpone(JoinKey key, Duration pause) {
        database.commit(
                connection -> JoinRows.postpone(connection, key, clock.instant().plus(pause)));
    }

    /**
     * Opens those again that something in memory had closed which died with the process before it carried them on. They are due at
     * once. For when all events are written that the process had sent before it died.
     *
     * @param node that process; null for all, if it was not their own memory that was lost
     * @param channels the volatile ones
     * @param closedBefore when its memory was lost
     */
    public void reopen(String node, Collection<String> channels, Instant closedBefore) {
        tidy();
        database.commit(connection -> JoinRows.reopen(connection, node, channels, closedBefore, clock.instant()));
    }

    /** The copies that wait in joins for others, up to so many of them. */
    public List<WaitingCopy> waiting(int limit) {
        return database.read(connection -> JoinRows.waiting(connection, limit));
    }

    /** How many copies wait in joins for others. */
    public long countWaiting() {
        return database.read(JoinRows::countWaiting);
    }

    /**
     * Forgets what has been carried on, as tracking knows by now. Of a join that gave up it is remembered as long as the journey that it
     * did, for copies that come too late.
     *
     * @return how many joins
     */
    public int tidy() {
        int tidied = 0;
        int now;
        do {
            List<JoinKey> carried = database.read(connection -> JoinRows.carried(connection, MOST_TIDIED_AT_ONCE));
            if (!carried.isEmpty()) {
                database.commit(connection -> JoinRows.forget(connection, carried));
            }
            now = carried.size();
            tidied += now;
        } while (now == MOST_TIDIED_AT_ONCE);
        return tidied;
    }

    private interface Asking<T> {
        T on(Connection connection) throws SQLException;
    }

    /** Two copies may come first at the same time. */
    private <T> T retrying(Asking<T> asking) {
        Conflict last = null;
        for (int i = 0; i < TRIES; i++) {
            try {
                return database.commit(asking::on);
            } catch (Conflict e) {
                last = e;
            }
        }
        throw last;
    }
}
