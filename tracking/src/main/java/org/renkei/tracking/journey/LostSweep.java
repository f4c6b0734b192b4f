package org.renkei.tracking.journey;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.renkei.database.DatabaseException;

/**
 * Gives up what lay in memory when a node stopped or crashed: every open place in one of its volatile channels gets the outcome
 * LOST. What other nodes that share the database have in memory is left alone.
 *
 * <p>To be run at the node's start, when all events of its last run are written and no new one can come. It may be run again at any time
 * after that; what is lost already is not counted again. It writes, so it is for the writer's thread.
 */
public final class LostSweep {

    private final Journeys journeys;
    private final JourneyWriter writer;

    public LostSweep(Journeys journeys, JourneyWriter writer) {
        this.journeys = journeys;
        this.writer = writer;
    }

    /** The same for the memory of the node that says so. */
    public int sweep(Instant at, String node) {
        return sweep(at, node, node);
    }

    /**
     * Sweeps all running journeys, some hundred in a transaction.
     *
     * @param at the time to give as that of the loss
     * @param node whose memory was lost, by the name under which its events are; null if it was that of all nodes
     * @param by the node that says so
     * @return how many messages were lost
     * @throws DatabaseException if the database is down; call it again then
     */
    public int sweep(Instant at, String node, String by) {
        int[] lost = {0};
        Consumer<List<OpenPlace>> giveUp = places -> {
            writer.write(places.stream().map(place -> lost(place, at, by)).toList());
            lost[0] += places.size();
        };
        journeys.openPlacesInMemory(node, giveUp);
        return lost[0];
    }

    private static StepEvent lost(OpenPlace open, Instant at, String by) {
        Journey journey = open.journey();
        Place place = open.place();
        return new StepEvent(
                journey.job(),
                place.branch(),
                open.seq(),
                journey.flow(),
                journey.version(),
                journey.correlationId(),
                journey.parent(),
                place.step(),
                place.channel(),
                null,
                1,
                false,
                open.sentAt(),
                at,
                at,
                StepOutcome.LOST,
                "in memory of volatile channel " + place.channel() + " when the system stopped",
                Map.of(),
                List.of(),
                by);
    }
}
