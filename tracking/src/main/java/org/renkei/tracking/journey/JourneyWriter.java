package org.renkei.tracking.journey;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.renkei.database.Conflict;
import org.renkei.database.Database;
import org.renkei.database.DatabaseException;

/**
 * Stores events. Each takes effect once, however often it is written, so that after a crash or an exception the same list is
 * simply written again.
 *
 * <p>Thread-safe. Other processes may write to the same PostgreSQL.
 */
public final class JourneyWriter {

    private static final int TRIES = 5;

    private final Database database;

    public JourneyWriter(Database database) {
        this.database = database;
    }

    /**
     * Stores the events in one transaction. Lists of 1,000 to 5,000 are fastest. Events of one job must come in the order in which
     * they happened, over all lists.
     *
     * <p>Texts that are too long are cut: errors at 4,000 characters, item values at 1,000, names at 200. A DUPLICATE of a job
     * that is not known is left out, since there is no journey to show it in.
     *
     * @param events may be empty
     * @throws DatabaseException if the database is down or refuses; nothing was stored, or, if the connection broke in the
     *     commit, all of it
     */
    public void write(List<StepEvent> events) {
        WriteBatch batch = WriteBatch.of(events);
        if (batch.isEmpty()) {
            return;
        }
        try {
            database.commit(connection -> storeAsNew(connection, batch));
        } catch (Conflict e) {
            storeWhatIsNew(batch);
        }
    }

    /**
     * The same within the transaction of somebody else, who commits it.
     *
     * @param connection to this very database
     * @throws Conflict if a job that begins here is there already or another writer is at the same jobs: to be rolled back as a
     *     whole, and done again by {@link #writeWhatIsNew}
     * @throws DatabaseException if the database is down or refuses; to be rolled back
     */
    public void write(Connection connection, List<StepEvent> events) {
        WriteBatch batch = WriteBatch.of(events);
        within(batch, () -> storeAsNew(connection, batch));
    }

    /** The same as {@link #write(Connection, List)}, but looks first which of the jobs are there already. */
    public void writeWhatIsNew(Connection connection, List<StepEvent> events) {
        WriteBatch batch = WriteBatch.of(events);
        within(batch, () -> storeWhatIsNew(connection, batch));
    }

    private void within(WriteBatch batch, Storing storing) {
        if (batch.isEmpty()) {
            return;
        }
        try {
            storing.run();
        } catch (SQLException e) {
            throw database.failure(e);
        }
    }

    private interface Storing {
        void run() throws SQLException;
    }

    /** Fast, because it does not look first: nearly all events come once. */
    private static Void storeAsNew(Connection connection, WriteBatch batch) throws SQLException {
        return store(connection, batch, batch.jobsWithoutStart());
    }

    private void storeWhatIsNew(WriteBatch batch) {
        Conflict last = null;
        for (int i = 0; i < TRIES; i++) {
            try {
                database.commit(connection -> storeWhatIsNew(connection, batch));
                return;
            } catch (Conflict e) {
                last = e;
            }
        }
        throw last;
    }

    private static Void storeWhatIsNew(Connection connection, WriteBatch batch) throws SQLException {
        return store(connection, batch, batch.jobs());
    }

    /** @param toLookUp the jobs that may have a journey already */
    private static Void store(Connection connection, WriteBatch all, Collection<String> toLookUp) throws SQLException {
        Map<String, Journey> known = JourneyRows.lock(connection, toLookUp);
        WriteBatch batch = known.isEmpty() ? all : all.leavingOut(stored(connection, all, known.keySet()));
        Map<EventKey, StepOutcome> badEnds = badEnds(connection, known.values());
        List<Journey> added = new ArrayList<>();
        List<Journey> changed = new ArrayList<>();
        List<Journey> failedFirst = new ArrayList<>();
        List<Journey> failedAgain = new ArrayList<>();
        List<StepEvent> stored = new ArrayList<>();
        List<Stretch> stretches = new ArrayList<>();
        batch.byJob().forEach((job, events) -> {
            Journey before = known.get(job);
            StepEvent first = firstMove(events);
            if (before == null && first == null) {
                return;
            }
            stored.addAll(events);
            stretches.addAll(Stretch.of(events));
            if (first != null) {
                Journey after = fold(before, first, events, badEnds);
                (before == null ? added : changed).add(after);
                if (after.error() != null && (before == null || before.error() == null)) {
                    failedFirst.add(after);
                } else if (after.error() != null && !after.error().equals(before.error())) {
                    failedAgain.add(after);
                }
            }
        });
        // In the order of their keys, as they are locked, so that two writers wait for each other in one direction
        // only.
        added.sort(Comparator.comparing(Journey::job));
        JourneyRows.insert(connection, added);
        JourneyRows.update(connection, changed);
        JourneyRows.insertErrors(connection, failedFirst);
        JourneyRows.updateErrors(connection, failedAgain);
        StretchRows.insert(connection, stretches);
        ItemRows.insert(connection, stored);
        return null;
    }

    /** Of the events of these jobs; those of others are new, since their journeys are. */
    private static Set<EventKey> stored(Connection connection, WriteBatch batch, Set<String> known)
            throws SQLException {
        List<Stretch> stretches = known.stream()
                .flatMap(job -> Stretch.of(batch.byJob().get(job)).stream())
                .toList();
        return StretchRows.stored(connection, stretches);
    }

    private static Map<EventKey, StepOutcome> badEnds(Connection connection, Collection<Journey> known)
            throws SQLException {
        List<String> jobs =
                known.stream().filter(Journey::hasBadEnds).map(Journey::job).toList();
        return jobs.isEmpty() ? new HashMap<>() : StretchRows.badEnds(connection, jobs);
    }

    private static StepEvent firstMove(List<StepEvent> events) {
        return events.stream()
                .filter(event -> event.outcome() != StepOutcome.DUPLICATE)
                .findFirst()
                .orElse(null);
    }

    private static Journey fold(
            Journey before, StepEvent first, List<StepEvent> events, Map<EventKey, StepOutcome> badEnds) {
        JourneyFold fold = before == null ? JourneyFold.unknown(first, badEnds) : JourneyFold.known(before, badEnds);
        events.forEach(fold::add);
        return fold.result();
    }
}
