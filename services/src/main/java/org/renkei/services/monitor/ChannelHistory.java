package org.renkei.services.monitor;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.renkei.broker.channel.ChannelFigures;

/**
 * What the figures of every channel were, in memory only: it begins anew at each start. A peak between two looks can be missed. A
 * channel costs nothing before it holds or moves its first message, and some four kilobytes after that. Thread-safe.
 */
public final class ChannelHistory {

    private final Snapshots snapshots;
    private final Clock clock;
    private final Map<String, ChannelSeries> moved = new ConcurrentHashMap<>();

    public ChannelHistory(Snapshots snapshots, Clock clock) {
        this.snapshots = snapshots;
        this.clock = clock;
    }

    /** Looks once. */
    public void sample() {
        Snapshot snapshot = snapshots.now();
        for (ChannelFigures channel : snapshot.channels()) {
            if (ChannelSeries.hasMoved(channel)) {
                moved.computeIfAbsent(channel.name(), name -> new ChannelSeries())
                        .add(snapshot.at(), channel);
            }
        }
    }

    /** What is known of the range that ends now, oldest first; empty for a channel that never held a message. */
    public List<HistoryPoint> points(String channel, HistoryRange range) {
        ChannelSeries series = moved.get(channel);
        return series == null ? List.of() : series.points(range, clock.instant());
    }

    /**
     * How long until the channel holds {@code max} messages, if it goes on growing as in the last minute.
     *
     * @param now the figures of the channel
     * @return empty if it does not grow, or if it would take more than a day; see {@link Growth}
     */
    public Optional<Duration> timeToLimit(ChannelFigures now) {
        return new Growth(points(now.name(), HistoryRange.HOUR)).untilFull(now.current(), now.max());
    }
}
