package org.renkei.tracking.journey;

import java.time.Instant;

/**
 * A place where a message of a running job should lie now, or be in hand.
 *
 * @param journey the job's journey
 * @param place where its message was sent
 * @param seq the number of the event that will follow there
 * @param sentAt when it was sent
 * @param node the process that sent it, and that holds it if the place is in memory
 */
public record OpenPlace(Journey journey, Place place, int seq, Instant sentAt, String node) {

    public String job() {
        return journey.job();
    }
}
