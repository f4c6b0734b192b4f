package org.renkei.tracking.join;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
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
 * crash, and gets the same answer: so it can send on what was joined in a transaction of its own, at least once, and with duplicate
 * detection or an acknowledgement in that transaction exactly once.
 */
public final class Joins {
    private static final int TRIES = 5;
    private static final int MOST_TIDIED_AT_ONCE = 500;

    /** For the closer of a join that gave up, which may ask again; and for copies that come later still. */
    private static final Duration KEPT_INCOMPLETE = Duration.ofDays(7);

    private final Database database;
    private final Clock clock;

    public Joins(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * A copy has come. To be called again with the same copy if it comes once more after a crash.
     *
     * @param wait what it opens if it is the first
     * @return what has come so far; closed if this copy was the last, then and whenever it is asked again; empty if the join had closed
     *     without this copy
     */
    public Optional<Gathered> arrive(JoinKey key, JoinWait wait, JoinPart part) {
        return retrying(connection -> arrive(connection, key, wait, part));
    }

    /**
     * The time of a join is over.
     *
     * @param closer names whoever says so; the same name gets the same answer again
     * @return what has come; empty if it has closed by itself, or by another name
     */
    public Optional<Gathered> giveUp(JoinKey key, String closer) {
        return retrying(connection -> {
            Optional<JoinRow> found = JoinRows.lock(connection, key);
            if (found.isEmpty() || found.get().isClosedByOther(closer)) {
                return Optional.empty();
            }
            JoinRows.close(connection, key, closer, clock.instant());
            return Optional.of(new Gathered(JoinRows.parts(connection, key), true));
        });
    }

    /** Those whose time is over and that nobody has closed, the oldest first. */
    public List<DueJoin> due(int limit) {
        return database.read(connection -> JoinRows.due(connection, clock.instant(), limit));
    }

    /** How many joins wait for copies. */
    public long open() {
        return database.read(JoinRows::countOpen);
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
     * Forgets closed joins whose copies are all known to tracking as having come: none of them can come again.
     *
     * @return how many
     */
    public int tidy() {
        int tidied = 0;
        int now;
        do {
            now = database.commit(connection ->
                    JoinRows.deleteSettled(connection, clock.instant().minus(KEPT_INCOMPLETE), MOST_TIDIED_AT_ONCE));
            tidied += now;
        } while (now == MOST_TIDIED_AT_ONCE);
        return tidied;
    }

    private Optional<Gathered> arrive(Connection connection, JoinKey key, JoinWait wait, JoinPart part)
            throws SQLException {
        Optional<JoinRow> found = JoinRows.lock(connection, key);
        if (found.isEmpty()) {
            JoinRows.insert(connection, key, wait);
        }
        String closer = String.valueOf(part.number());
        List<JoinPart> parts = JoinRows.parts(connection, key);
        boolean known = parts.stream().anyMatch(other -> other.number() == part.number());
        boolean closed = found.isPresent() && found.get().closedBy() != null;
        if (closed) {
            boolean byThis = found.get().closedBy().equals(closer);
            return known ? Optional.of(new Gathered(parts, byThis)) : Optional.empty();
        }
        if (!known) {
            JoinRows.insert(connection, key, part);
            parts = JoinRows.parts(connection, key);
        }
        boolean complete = parts.size() >= wait.copies();
        if (complete) {
            JoinRows.close(connection, key, closer, clock.instant());
        }
        return Optional.of(new Gathered(parts, complete));
    }

    private interface Asking {
        Optional<Gathered> on(Connection connection) throws SQLException;
    }

    /** Two copies may come first at the same time. */
    private Optional<Gathered> retrying(Asking asking) {
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
