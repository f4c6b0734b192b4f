package org.renkei.tracking.journey;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.renkei.database.Database;
import org.renkei.database.DatabaseException;

/**
 * What is known of jobs. Thread-safe; every method throws {@link DatabaseException} if the database is down.
 *
 * <p>It is as new as the events that were written: a step that has just committed may be seen a moment later.
 */
public final class Journeys {

    static final JourneyCursor OLDEST = new JourneyCursor(Instant.EPOCH, "");

    private final Database database;

    public Journeys(Database database) {
        this.database = database;
    }

    /** The journey of a job; empty if none is known, or it ended long ago and was deleted. */
    public Optional<Journey> find(String job) {
        return search(JourneyQuery.builder().job(job).limit(1).build()).stream().findFirst();
    }

    /** The events of a job in the order in which they ended; empty if it is not known. */
    public List<StepEvent> steps(String job) {
        Optional<Journey> journey = find(job);
        return journey.isEmpty() ? List.of() : database.read(connection -> StretchRows.of(connection, journey.get()));
    }

    /**
     * The journeys that a query asks for, newest start first. For the next page, give {@link Journey#cursor()} of the last one to
     * {@link JourneyQuery.Builder#after}.
     */
    public List<Journey> search(JourneyQuery query) {
        return database.read(connection -> search(connection, new SearchStatement(query)));
    }

    /**
     * How many journeys there are in each state. Reads the journeys of the flow, and in PostgreSQL an index of all: some seconds at 10
     * million. While journeys change, the number of completed ones is off by some of those.
     *
     * @param flow null for all
     * @return every state, also with 0
     */
    public Map<JourneyState, Long> countByState(String flow) {
        return database.read(connection -> countByState(connection, flow));
    }

    /** How many messages of running jobs are on their way; cheap also beside millions of ended journeys. */
    public long openBranches() {
        return database.read(Journeys::openBranches);
    }

    /** How many jobs of a flow are running. */
    public long countRunning(String flow) {
        return database.read(connection -> count(connection, " where state = 'RUNNING' and flow = ?", flow));
    }

    /** The versions of flows that running jobs are on: by flow, each with its versions. */
    public Map<String, Set<String>> runningVersions() {
        return database.read(Journeys::runningVersions);
    }

    /**
     * Where the messages of running jobs should lie now, job by job, oldest first. Jobs that start, move or end meanwhile may be
     * in it as they were before or after that.
     */
    public void openPlaces(Consumer<OpenPlace> consumer) {
        openPlaces(null, places -> {
            places.forEach(consumer);
            return true;
        });
    }

    /** The first of {@link #openPlaces(Consumer)}. */
    public List<OpenPlace> openPlaces(int limit) {
        List<OpenPlace> first = new ArrayList<>();
        openPlaces(null, places -> {
            places.stream().limit(limit - (long) first.size()).forEach(first::add);
            return first.size() < limit;
        });
        return first;
    }

    /** Those in the volatile channels of one node, or of all if it is null, some hundred jobs at a time. The consumer may write. */
    void openPlacesInMemory(String node, Consumer<List<OpenPlace>> consumer) {
        openPlaces(node, places -> {
            consumer.accept(places.stream()
                    .filter(open -> open.place().inMemory() && (node == null || node.equals(open.node())))
                    .toList());
            return true;
        });
    }

    /** @param inMemoryOf leaves out the jobs of which this node never had one in memory; null for all */
    private void openPlaces(String inMemoryOf, Chunks chunks) {
        JourneyCursor after = OLDEST;
        boolean more = true;
        while (more) {
            JourneyCursor from = after;
            List<Journey> running = database.read(connection -> OpenPlaces.running(connection, from, inMemoryOf));
            if (running.isEmpty()) {
                return;
            }
            more = chunks.take(database.read(connection -> OpenPlaces.of(connection, running)));
            after = running.get(running.size() - 1).cursor();
        }
    }

    private interface Chunks {
        /** Whether more are wanted. */
        boolean take(List<OpenPlace> places);
    }

    private static List<Journey> search(Connection connection, SearchStatement search) throws SQLException {
        List<Journey> found = new ArrayList<>();
        try (PreparedStatement statement = search.prepare(connection);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                found.add(JourneyRows.read(rows));
            }
        }
        return found;
    }

    private static Map<JourneyState, Long> countByState(Connection connection, String flow) throws SQLException {
        Map<JourneyState, Long> counts = new EnumMap<>(JourneyState.class);
        for (JourneyState state : JourneyState.values()) {
            counts.put(state, 0L);
        }
        if (flow == null) {
            countAll(connection, counts);
        } else {
            countOfFlow(connection, flow, counts);
        }
        return counts;
    }

    /** Most have completed: those are what the others leave, since H2 knows the length of a table without reading it. */
    private static void countAll(Connection connection, Map<JourneyState, Long> counts) throws SQLException {
        long completed = count(connection, "");
        for (JourneyState state : JourneyState.values()) {
            if (state != JourneyState.COMPLETED) {
                long inState = count(connection, " where state = ?", state.name());
                counts.put(state, inState);
                completed -= inState;
            }
        }
        counts.put(JourneyState.COMPLETED, Math.max(0, completed));
    }

    private static void countOfFlow(Connection connection, String flow, Map<JourneyState, Long> counts)
            throws SQLException {
        String sql = "select state, count(*) as journeys from tracking.journey where flow = ? group by state";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Rows(statement).text(flow);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    counts.put(JourneyState.valueOf(rows.getString("state")), rows.getLong("journeys"));
                }
            }
        }
    }

    private static long count(Connection connection, String where, String... values) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select count(*) from tracking.journey" + where)) {
            Rows parameters = new Rows(statement);
            for (String value : values) {
                parameters.text(value);
            }
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    private static long openBranches(Connection connection) throws SQLException {
        String sql = "select coalesce(sum(open_branches), 0) from tracking.journey where state = 'RUNNING'";
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static Map<String, Set<String>> runningVersions(Connection connection) throws SQLException {
        String sql =
                "select distinct flow, version from tracking.journey where state = 'RUNNING' and version is not null";
        Map<String, Set<String>> versions = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                versions.computeIfAbsent(rows.getString("flow"), flow -> new HashSet<>())
                        .add(rows.getString("version"));
            }
        }
        return versions;
    }
}
