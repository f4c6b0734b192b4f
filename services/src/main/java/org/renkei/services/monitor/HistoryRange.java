package org.renkei.services.monitor;

import java.time.Duration;

/** How far back, and how closely. */
public enum HistoryRange {
    /** The last hour, a point for every ten seconds. */
    HOUR(Duration.ofSeconds(10), 360),
    /** The last day, a point for every five minutes. */
    DAY(Duration.ofMinutes(5), 288);

    private final Duration step;
    private final int points;

    HistoryRange(Duration step, int points) {
        this.step = step;
        this.points = points;
    }

    /** How long the interval of a point is. */
    public Duration step() {
        return step;
    }

    /** How many points there are at the most. */
    public int points() {
        return points;
    }
}
