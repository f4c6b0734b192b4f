package org.renkei.services.monitor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.renkei.broker.channel.Channel;
import org.renkei.broker.channel.ChannelFigures;
import org.renkei.broker.channel.Channels;

/**
 * The figures of every channel, taken when somebody asks and shared by all who ask within the same second. Nothing runs while nobody
 * asks. Thread-safe.
 */
public final class Snapshots {
    private static final Duration SHARED = Duration.ofSeconds(1);

    private final Supplier<List<ChannelFigures>> look;
    private final Clock clock;
    private volatile Taken last;

    public Snapshots(Channels channels, Clock clock) {
        this(() -> channels.all().stream().map(Channel::figures).toList(), clock);
    }

    Snapshots(Supplier<List<ChannelFigures>> look, Clock clock) {
        this.look = look;
        this.clock = clock;
    }

    /** The figures now, or those of a look that ended less than a second ago. */
    public Snapshot now() {
        Taken known = last;
        return isFresh(known) ? known.snapshot() : taken();
    }

    /** Whoever asks meanwhile waits for the one that is being taken. */
    private synchronized Snapshot taken() {
        if (!isFresh(last)) {
            Instant at = clock.instant();
            Snapshot snapshot = new Snapshot(at, look.get());
            last = new Taken(snapshot, clock.instant());
        }
        return last.snapshot();
    }

    /** A clock that was set back does not make an old one fresh. */
    private boolean isFresh(Taken known) {
        if (known == null) {
            return false;
        }
        Duration age = Duration.between(known.end(), clock.instant());
        return !age.isNegative() && age.compareTo(SHARED) < 0;
    }

    /** @param end of the look: one that took longer than it may be shared would else be old before anybody saw it */
    private record Taken(Snapshot snapshot, Instant end) {}
}
