package org.renkei.services.monitor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.renkei.broker.channel.ChannelFigures;

/**
 * The points of one channel over one range, in a ring of six bytes each. An interval in which nobody looked has none. Not
 * thread-safe.
 */
final class PointSeries {
    private static final int FIELDS = 3;
    private static final int DEPTH = 0;
    private static final int IN = 1;
    private static final int OUT = 2;

    private final HistoryRange range;
    private final char[] ring;
    private long newest = Long.MIN_VALUE;

    /** Of the newest: sums of rounded sums would be far off. */
    private long newestIn;

    private long newestOut;

    PointSeries(HistoryRange range) {
        this.range = range;
        this.ring = new char[range.points() * FIELDS];
        Arrays.fill(ring, ShortCount.NONE);
    }

    /**
     * Counts what was seen in its interval.
     *
     * @param in messages that came since the last time
     * @param out messages that were taken since the last time
     */
    void add(Instant at, ChannelFigures seen, long in, long out) {
        long interval = range.interval(at);
        if (interval < newest) {
            return; // the clock was set back: until it has caught up there is no place for this
        }
        begin(interval);
        ring[at(interval, DEPTH)] = ShortCount.of(Math.max(get(interval, DEPTH), seen.current()));
        newestIn += in;
        newestOut += out;
        ring[at(interval, IN)] = ShortCount.of(newestIn);
        ring[at(interval, OUT)] = ShortCount.of(newestOut);
    }

    /** Those of the range that ends now, oldest first. */
    List<HistoryPoint> points(Instant now) {
        long last = Math.min(newest, range.interval(now));
        List<HistoryPoint> points = new ArrayList<>();
        for (long interval = range.interval(now) - range.points() + 1; interval <= last; interval++) {
            if (interval > newest - range.points() && ring[at(interval, DEPTH)] != ShortCount.NONE) {
                points.add(point(interval, now));
            }
        }
        return points;
    }

    private HistoryPoint point(long interval, Instant now) {
        double seconds = range.secondsSoFar(interval, now);
        long in = get(interval, IN);
        long out = get(interval, OUT);
        return new HistoryPoint(range.begin(interval), get(interval, DEPTH), in, out, in / seconds, out / seconds);
    }

    private void begin(long interval) {
        if (interval == newest) {
            return;
        }
        long first = newest == Long.MIN_VALUE ? interval : Math.max(newest + 1, interval - range.points() + 1);
        for (long passed = first; passed <= interval; passed++) {
            Arrays.fill(ring, at(passed, 0), at(passed, 0) + FIELDS, ShortCount.NONE);
        }
        Arrays.fill(ring, at(interval, 0), at(interval, 0) + FIELDS, (char) 0);
        newest = interval;
        newestIn = 0;
        newestOut = 0;
    }

    private long get(long interval, int field) {
        return ShortCount.of(ring[at(interval, field)]);
    }

    private int at(long interval, int field) {
        return Math.floorMod(interval, range.points()) * FIELDS + field;
    }
}
