package org.renkei.services.monitor;

import java.time.Duration;
import java.time.Instant;

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

    /** The number of the interval in which this is. */
    long interval(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), step.toSeconds());
    }

    Instant begin(long interval) {
        return Instant.ofEpochSecond(interval * step.toSeconds());
    }

    /** How much of it is over; never less than one second, so that rates of what has just begun stay sober. */
    double secondsSoFar(long interval, Instant now) {
        double passed = (now.toEpochMilli() - begin(interval).toEpochMilli()) / 1_000.0;
        return Math.min(step.toSeconds(), Math.max(1, passed));
    }
}
