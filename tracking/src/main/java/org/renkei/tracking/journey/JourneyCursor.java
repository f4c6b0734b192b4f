package org.renkei.tracking.journey;

import java.time.DateTimeException;
import java.time.Instant;

/**
 * A place in a list of journeys, newest first.
 *
 * @param startedAt of the last journey of a page
 * @param job of the last journey of a page
 */
public record JourneyCursor(Instant startedAt, String job) {

    /**
     * Reads what {@link #toString()} wrote.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static JourneyCursor parse(String text) {
        int end = text.indexOf('_');
        try {
            return new JourneyCursor(Instant.parse(text.substring(0, Math.max(end, 0))), text.substring(end + 1));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("cursor must be that of a page of journeys, was " + text, e);
        }
    }

    /** As one word, to hand out and to {@link #parse} again. */
    @Override
    public String toString() {
        return startedAt + "_" + job;
    }
}
