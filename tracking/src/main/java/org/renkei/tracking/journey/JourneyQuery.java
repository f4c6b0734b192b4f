package org.renkei.tracking.journey;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which journeys to find; all of what is given must hold (D8).
 *
 * @param job the job's id; null for any
 * @param correlationId the producer's; null for any
 * @param flow null for any
 * @param step where the job is now or ended; null for any
 * @param state null for any
 * @param since the earliest start that is found; null for any
 * @param until the first start that is not found any more; null for any
 * @param error a text in the journey's error, in any case of letters; null for any, also without error
 * @param items recorded items, by name, with exactly these values; empty for any
 * @param limit how many at most, 1 to 1,000
 * @param after where the last page ended, see {@link Journey#cursor()}; null for the first page
 */
public record JourneyQuery(
        String job,
        String correlationId,
        String flow,
        String step,
        JourneyState state,
        Instant since,
        Instant until,
        String error,
        Map<String, String> items,
        int limit,
        JourneyCursor after) {

    public static final int DEFAULT_LIMIT = 50;
    public static final int MOST = 1_000;

    /** @throws IllegalArgumentException if the limit is out of its range */
    public JourneyQuery {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("limit must be from 1 to " + MOST + ", was " + limit);
        }
        items = Map.copyOf(items);
    }

    /** Of a query that finds any journey, until it is told more; at most 50 of them. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects what must hold; null takes a condition back. */
    public static final class Builder {

        private final Map<String, String> items = new TreeMap<>();
        private String job;
        private String correlationId;
        private String flow;
        private String step;
        private JourneyState state;
        private Instant since;
        private Instant until;
        private String error;
        private int limit = DEFAULT_LIMIT;
        private JourneyCursor after;

        private Builder() {}

        public Builder job(String id) {
            this.job = id;
            return this;
        }

        public Builder correlationId(String id) {
            this.correlationId = id;
            return this;
        }

        public Builder flow(String name) {
            this.flow = name;
            return this;
        }

        /** Where the job is now or ended. */
        public Builder step(String name) {
            this.step = name;
            return this;
        }

        public Builder state(JourneyState wanted) {
            this.state = wanted;
            return this;
        }

        /** Started at this time or later. */
        public Builder since(Instant time) {
            this.since = time;
            return this;
        }

        /** Started before this time. */
        public Builder until(Instant time) {
            this.until = time;
            return this;
        }

        /** Has this text in its error, in any case of letters. */
        public Builder error(String text) {
            this.error = text;
            return this;
        }

        /** Recorded this item; may be called for several. */
        public Builder item(String name, String value) {
            items.put(name, value);
            return this;
        }

        /** At most so many, 1 to 1,000. */
        public Builder limit(int most) {
            this.limit = most;
            return this;
        }

        /** Behind this place in the list. */
        public Builder after(JourneyCursor cursor) {
            this.after = cursor;
            return this;
        }

        /** @throws IllegalArgumentException if the limit is out of its range */
        public JourneyQuery build() {
            return new JourneyQuery(job, correlationId, flow, step, state, since, until, error, items, limit, after);
        }
    }
}
