package org.renkei.services.monitor;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.renkei.broker.channel.ChannelFigures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the figures of every channel were, in memory only: it begins anew at each start. The thread {@code renkei-channel-history} looks
 * every two seconds, so that a peak between two looks can be missed. A channel costs nothing before it holds or moves its first
 * message, and some six kilobytes after that. Thread-safe.
 */
public final class ChannelHistory implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ChannelHistory.class);
    private static final Duration PERIOD = Duration.ofSeconds(2);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(2);

    private final Snapshots snapshots;
    private final Clock clock;
    private final Map<String, ChannelSeries> moved = new ConcurrentHashMap<>();
    private ScheduledExecutorService thread;

    public ChannelHistory(Snapshots snapshots, Clock clock) {
        this.snapshots = snapshots;
        this.clock = clock;
    }

    /** Looks at the channels from now on, until {@link #close}. */
    public synchronized void start() {
        thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread named = new Thread(task, "renkei-channel-history");
            named.setDaemon(true);
            return named;
        });
        thread.scheduleWithFixedDelay(this::trySample, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void trySample() {
        try {
            sample();
        } catch (RuntimeException e) {
            // An executor would end the thread with its task; the next look may well succeed.
            log.atWarn().setCause(e).log("channels not looked at for their history");
        }
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

    /** Ends the thread within two seconds; what is kept can still be asked for. */
    @Override
    public synchronized void close() {
        if (thread == null) {
            return;
        }
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(LONGEST_CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
                log.atWarn().log("channel history did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
