package org.renkei.tracking.journey;

import java.time.Instant;

/**
 * Where a job, or one copy of it, was sent.
 *
 * @param branch "" for the job itself; a copy made at a branch has the branch of its origin, a dot and its number: ".1", ".1.2"
 * @param step the step that will take it
 * @param channel the channel that holds it
 * @param inMemory true if that channel is volatile, so that a stop or crash loses it
 * @param notBefore it is scheduled: handed out no sooner; null for at once
 */
public record Place(String branch, String step, String channel, boolean inMemory, Instant notBefore) {

    public Place(String branch, String step, String channel, boolean inMemory) {
        this(branch, step, channel, inMemory, null);
    }

    /** @param time or null */
    public Place scheduled(Instant time) {
        return new Place(branch, step, channel, inMemory, time);
    }
}
