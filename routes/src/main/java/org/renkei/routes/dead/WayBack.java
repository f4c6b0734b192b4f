package org.renkei.routes.dead;

import java.util.Optional;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.tracking.journey.StepEvent;

/** What the engine knows of dead letters: where one came from, and what tracking is told. Thread-safe. */
public interface WayBack {

    /**
     * Where a letter goes when it is retried.
     *
     * @param who retries it
     * @throws org.renkei.broker.error.RenkeiException of category REJECT if it can go nowhere; of category RETRY, as the channel
     *     refuses, if it cannot go there now
     */
    Departure resume(DeadLetter letter, RetryFrom from, String who);

    /** What is told of a letter that is discarded, and goes nowhere. */
    Departure discard(DeadLetter letter, String who);

    /**
     * What became of the job since it died here, if tracking knows: then this letter is of the past. Empty if it lies still.
     *
     * @throws org.renkei.database.DatabaseException if tracking cannot be asked
     */
    Optional<String> goneOn(DeadLetter letter);

    /**
     * How a letter leaves its channel.
     *
     * @param to the channel that it goes to; null if it goes nowhere
     * @param message as it goes there; null likewise
     * @param event for tracking; null if the letter is not a job's
     */
    record Departure(String to, ChannelMessage message, StepEvent event) {}
}
