package org.renkei.services.monitor;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * How many jobs came, ended and failed, in memory only: it begins anew at each start. Whoever keeps {@link ChannelHistory} going
 * keeps this going too. Thread-safe.
 */
public final class JobHistory {
    private final Supplier<Counts> counts;
    private final Clock clock;
    private final Map<HistoryRange, TreeMap<Long, Counts>> sums = new EnumMap<>(HistoryRange.class);
    private Counts last;

    /** What was counted, since the start or within an interval. */
    public record Counts(long started, long ended, long failed) {
        Counts plus(Counts other) {
            return new Counts(started + other.started, ended + other.ended, failed + other.failed);
        }

        Counts minus(Counts other) {
            return new Counts(started - other.started, ended - other.ended, failed - other.failed);
        }
    }

    /**
     * One interval, in jobs per second.
     *
     * @param at when it began
     */
    public record Point(Instant at, double inRate, double outRate, double failedRate) {}

    /** @param counts since the start */
    public JobHistory(Supplier<Counts> counts, Clock clock) {
        this.counts = counts;
        this.clock = clock;
        for (HistoryRange range : HistoryRange.values()) {
            sums.put(range, new TreeMap<>());
        }
    }

    /** Looks once. */
    public synchronized void sample() {
        Counts now = counts.get();
        Counts since = last == null ? new Counts(0, 0, 0) : now.minus(last);
        last = now;
        Instant at = clock.instant();
        sums.forEach((range, intervals) -> {
            long interval = range.interval(at);
            if (!intervals.isEmpty() && interval < intervals.lastKey()) {
                return; // the clock was set back: until it has caught up there is no place for this
            }
            intervals.merge(interval, since, Counts::plus);
            intervals.headMap(interval - range.points(), true).clear();
        });
    }

    /** What is known of the range that ends now, oldest first. */
    public synchronized List<Point> points(HistoryRange range) {
        Instant now = clock.instant();
        List<Point> points = new ArrayList<>();
        sums.get(range)
                .subMap(range.interval(now) - range.points() + 1, true, range.interval(now), true)
                .forEach((interval, sum) -> points.add(point(range, interval, sum, now)));
        return points;
    }

    private static Point point(HistoryRange range, long interval, Counts sum, Instant now) {
        double seconds = range.secondsSoFar(interval, now);
        return new Point(range.begin(interval), sum.started / seconds, sum.ended / seconds, sum.failed / seconds);
    }
}
