package org.renkei.tracking.journey;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.renkei.tracking.TrackingException;
import org.renkei.tracking.database.Conflict;
import org.renkei.tracking.database.Database;

/** Deletes journeys that have ended, with all that belongs to them. Running ones stay, however old they are. Thread-safe. */
public final class JourneyPurge {

    private static final String ENDED = "select job from tracking.journey where ended_at < ? "
            + "order by ended_at fetch first ? rows only for update";
    private static final List<String> TABLES = List.of("item", "step", "journey_error", "journey");

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
     * @throws TrackingException if the database is down; what was deleted until then stays deleted
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
     * @throws TrackingException if the database is down
     */
    public int oneChunk(Instant endedBefore, int chunk) {
        if (chunk < 1) {
            throw new IllegalArgumentException("chunk must be at least 1, was " + chunk);
        }
        try {
            return database.commit(connection -> delete(connection, ended(connection, endedBefore, chunk)));
        } catch (Conflict e) {
            return database.commit(connection -> delete(connection, ended(connection, endedBefore, chunk)));
        }
    }

    private static List<String> ended(Connection connection, Instant before, int chunk) throws SQLException {
        List<String> jobs = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(ENDED)) {
            new Rows(statement).time(before).number(chunk);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    jobs.add(rows.getString("job"));
                }
            }
        }
        return jobs;
    }

    private static int delete(Connection connection, List<String> jobs) throws SQLException {
        if (jobs.isEmpty()) {
            return 0;
        }
        for (String table : TABLES) {
            try (PreparedStatement statement =
                    connection.prepareStatement("delete from tracking." + table + " where job = any(?)")) {
                new Rows(statement).texts(jobs);
                statement.executeUpdate();
            }
        }
        return jobs.size();
    }
}
