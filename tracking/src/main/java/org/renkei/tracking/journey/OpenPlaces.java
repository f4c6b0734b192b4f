package org.renkei.tracking.journey;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the places of running jobs to which something was sent and from which nothing was heard yet. */
final class OpenPlaces {

    private static final int CHUNK = 500;
    private static final String RUNNING = "select " + JourneyRows.COLUMNS
            + " from tracking.journey j where j.state = 'RUNNING' and j.started_at >= ? and (j.started_at > ? or j.job > ?)";
    // The state is the same in all; naming it lets H2 take the order from the index.
    private static final String OLDEST_FIRST =
            " order by j.state, j.started_at, j.job fetch first " + CHUNK + " rows only";
    private static final String WITH_MEMORY =
            " and exists (select 1 from tracking.stretch s where s.job = j.job and s.to_memory and s.node = ?)";

    private OpenPlaces() {}

    /**
     * Some running journeys, oldest first.
     *
     * @param after where the last chunk ended
     * @param inMemoryOf leaves out the jobs that this node never sent to a volatile channel; null for all
     */
    static List<Journey> running(Connection connection, JourneyCursor after, String inMemoryOf) throws SQLException {
        List<Journey> journeys = new ArrayList<>();
        String sql = RUNNING + (inMemoryOf == null ? "" : WITH_MEMORY) + OLDEST_FIRST;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Rows parameters = new Rows(statement)
                    .time(after.startedAt())
                    .time(after.startedAt())
                    .text(after.job());
            if (inMemoryOf != null) {
                parameters.text(inMemoryOf);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    journeys.add(JourneyRows.read(rows));
                }
            }
        }
        return journeys;
    }

    /** The open places of these journeys. */
    static List<OpenPlace> of(Connection connection, List<Journey> journeys) throws SQLException {
        List<OpenPlace> places = new ArrayList<>();
        Map<String, List<Pass>> passes = StretchRows.passes(
                connection, journeys.stream().map(Journey::job).toList());
        for (Journey journey : journeys) {
            collect(journey, passes.getOrDefault(journey.job(), List.of()), places);
        }
        return places;
    }

    private static void collect(Journey journey, List<Pass> passes, List<OpenPlace> places) {
        Set<EventKey> heardOf = new HashSet<>();
        passes.forEach(pass -> heardOf.add(pass.key()));
        for (Pass pass : passes) {
            for (Place place : pass.next()) {
                if (!heardOf.contains(pass.key().next(place))) {
                    places.add(new OpenPlace(journey, place, pass.key().seq() + 1, pass.endedAt(), pass.node()));
                }
            }
        }
    }
}
