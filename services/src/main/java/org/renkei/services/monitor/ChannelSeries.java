package org.renkei.services.monitor;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.renkei.broker.channel.ChannelFigures;

/** What is kept of one channel that has moved: some four kilobytes. Thread-safe. */
final class ChannelSeries {
    private final Map<HistoryRange, PointSeries> ranges = new EnumMap<>(HistoryRange.class);
    private long in;
    private long out;

    ChannelSeries() {
        for (HistoryRange range : HistoryRange.values()) {
            ranges.put(range, new PointSeries(range));
        }
    }

    static boolean hasMoved(ChannelFigures channel) {
        return channel.current() > 0 || channel.in() > 0 || channel.out() > 0;
    }

    synchronized void add(Instant at, ChannelFigures seen) {
        long came = since(in, seen.in());
        long went = since(out, seen.out());
        in = seen.in();
        out = seen.out();
        ranges.values().forEach(range -> range.add(at, seen, came, went));
    }

    /** A counter that is smaller than before has begun anew. */
    private static long since(long before, long now) {
        return now >= before ? now - before : now;
    }

    synchronized List<HistoryPoint> points(HistoryRange range, Instant now) {
        return ranges.get(range).points(now);
    }
}
