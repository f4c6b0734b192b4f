package org.renkei.tracking.journey;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.renkei.database.Conflict;
import org.renkei.database.Database;
import org.renkei.database.DatabaseException;

/** Deletes journeys that have ended, with all that belongs to them. Running ones stay, however old they are. Thread-safe. */
public final class JourneyPurge {

    private static final String ENDED =
            "select job from tracking.journey where ended_at < ? " + "order by ended_at fetch first ? rows only";
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
     * Deletes all that ended before a time.
     *
     * @param endedBefore the oldest end that is kept
     * @param chunk how many in one transaction, at least 1; a writer may have to wait for one transaction. 500 is a good number
     * @return how many journeys were deleted
     * @throws DatabaseException if the database is down; what was deleted until then stays deleted
     */
    public int endedBefore(Instant endedBefore, int chunk) {
        int deleted = 0;
        int last;
        do {
            last = oneChunk(endedBefore, chunk);
            deleted += last;
        } while (last == chunk);
        return deleted;
    }

    /**
     * Deletes some of those that ended before a time, the oldest first, in one transaction.
     *
     * @return how many; fewer than {@code chunk} if none is left
     * @throws DatabaseException if the database is down
     */
    public int oneChunk(Instant endedBefore, int chunk) {
        if (chunk < 1) {
            throw new IllegalArgumentException("chunk must be at least 1, was " + chunk);
        }
        try {
            return database.commit(connection -> delete(connection, endedBefore, chunk));
        } catch (Conflict e) {
            return database.commit(connection -> delete(connection, endedBefore, chunk));
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

    private static int delete(Connection connection, Instant before, int chunk) throws SQLException {
        List<String> ended = jobs(connection, ENDED, row -> row.time(before).number(chunk));
        List<String> locked = jobs(connection, LOCK, row -> row.texts(ended).time(before));
        delete(connection, locked);
        return ended.size();
    }

    private static List<String> jobs(Connection connection, String sql, Setter parameters) throws SQLException {
        List<String> jobs = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            parameters.set(new Rows(statement));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    jobs.add(rows.getString("job"));
                }
            }
        }
        return jobs;
    }

    private static void delete(Connection connection, List<String> jobs) throws SQLException {
        if (jobs.isEmpty()) {
            return;
        }
        for (String table : TABLES) {
            try (PreparedStatement statement =
                    connection.prepareStatement("delete from tracking." + table + " where job = any(?)")) {
                new Rows(statement).texts(jobs);
                statement.executeUpdate();
            }
        }
    }

    private interface Setter {
        Rows set(Rows parameters) throws SQLException;
    }
}
