package org.renkei.tracking.journey;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.renkei.database.Conflict;
import org.renkei.database.Database;
import org.renkei.database.DatabaseException;

/** Deletes journeys that have ended, with all that belongs to them. Running ones stay, however old they are. Thread-safe. */
public final class JourneyPurge {

    /** Those that still run too, so that millions of them cost no more than reading them in parts. */
    private static final String BEGAN = "select job, started_at, ended_at from tracking.journey"
            + " where started_at >= ? and (started_at > ? or job > ?) and started_at < ?"
            + " order by started_at, job fetch first ? rows only";

    // A step of its own: H2 would lock all that ended before, not only the first.
    private static final String LOCK =
            "select job from tracking.journey where job = any(?) and ended_at < ? order by job for update";
    private static final List<String> TABLES =
            List.of("join_part", "join_wait", "item", "stretch", "journey_error", "journey");

    private final Database database;

    public JourneyPurge(Database database) {
        this.database = database;
    }

    /**
     * Deletes all that ended before a time, those that began first first.
     *
     * @param endedBefore the oldest end that is kept
     * @param chunk how many in one transaction, at least 1; a writer may have to wait for one transaction. 500 is a good number
     * @param goesOn asked before each transaction
     * @return how many journeys were deleted
     * @throws DatabaseException if the database is down; what was deleted until then stays deleted
     */
    public int endedBefore(Instant endedBefore, int chunk, BooleanSupplier goesOn) {
        if (chunk < 1) {
            throw new IllegalArgumentException("chunk must be at least 1, was " + chunk);
        }
        int deleted = 0;
        JourneyCursor after = Journeys.OLDEST;
        while (after != null && goesOn.getAsBoolean()) {
            Some some = some(endedBefore, chunk, after);
            deleted += some.ended.isEmpty() ? 0 : delete(some.ended, endedBefore);
            after = some.last;
        }
        return deleted;
    }

    /**
     * @param ended before the time that is asked for
     * @param last null if there are no more
     */
    private record Some(List<String> ended, JourneyCursor last) {}

    private Some some(Instant endedBefore, int chunk, JourneyCursor after) {
        return database.read(connection -> {
            List<String> ended = new ArrayList<>();
            JourneyCursor last = null;
            int read = 0;
            try (PreparedStatement statement = connection.prepareStatement(BEGAN)) {
                new Rows(statement)
                        .time(after.startedAt())
                        .time(after.startedAt())
                        .text(after.job())
                        .time(endedBefore)
                        .number(chunk);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        read++;
                        last = new JourneyCursor(Rows.time(rows, "started_at"), rows.getString("job"));
                        Instant endedAt = Rows.time(rows, "ended_at");
                        if (endedAt != null && endedAt.isBefore(endedBefore)) {
                            ended.add(last.job());
                        }
                    }
                }
            }
            return new Some(ended, read < chunk ? null : last);
        });
    }

    private int delete(List<String> jobs, Instant endedBefore) {
        try {
            return database.commit(connection -> delete(connection, jobs, endedBefore));
        } catch (Conflict e) {
            return database.commit(connection -> delete(connection, jobs, endedBefore));
        }
    }

    /**
     * Gives the space of what was deleted back to the disk, if that is most of the database's file. Readers and the writer wait
     * meanwhile. Only H2 needs it.
     *
     * @return whether it was worth it
     * @throws DatabaseException if the database is down
     */
    public boolean giveBackSpace() {
        return database.compact();
    }

    private static int delete(Connection connection, List<String> jobs, Instant before) throws SQLException {
        List<String> locked = lock(connection, jobs, before);
        for (String table : locked.isEmpty() ? List.<String>of() : TABLES) {
            try (PreparedStatement statement =
                    connection.prepareStatement("delete from tracking." + table + " where job = any(?)")) {
                new Rows(statement).texts(locked);
                statement.executeUpdate();
            }
        }
        return locked.size();
    }

    /** One of them may have been taken up again meanwhile. */
    private static List<String> lock(Connection connection, List<String> jobs, Instant before) throws SQLException {
        List<String> locked = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
            new Rows(statement).texts(jobs).time(before);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    locked.add(rows.getString("job"));
                }
            }
        }
        return locked;
    }
}
