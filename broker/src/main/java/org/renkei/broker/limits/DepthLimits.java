package org.renkei.broker.limits;

import java.util.EnumSet;
import java.util.Set;
import org.renkei.broker.channel.ChannelConfig;

/**
 * The hysteresis of one channel's depth (A3): an alarm at watch, raised again only after rearm; full at max, open again at
 * unblock. Thread-safe.
 */
public final class DepthLimits {

    /** What one observation changed. */
    public enum Change {
        ALARM_RAISED,
        ALARM_REARMED,
        FILLED,
        OPENED
    }

    private final ChannelConfig config;
    private volatile boolean alarm;
    private volatile boolean full;

    public DepthLimits(ChannelConfig config) {
        this.config = config;
    }

    public boolean alarm() {
        return alarm;
    }

    public boolean full() {
        return full;
    }

    /** @return what changed; empty almost always */
    public Set<Change> observe(long depth) {
        if (!changes(depth)) {
            return Set.of();
        }
        return change(depth);
    }

    /** True if {@link #observe} would change something now. */
    public boolean changes(long depth) {
        return (alarm ? depth <= config.rearm() : depth >= config.watch())
                || (full ? depth <= config.unblock() : depth >= config.max());
    }

    private synchronized Set<Change> change(long depth) {
        Set<Change> changes = EnumSet.noneOf(Change.class);
        if (!alarm && depth >= config.watch()) {
            alarm = true;
            changes.add(Change.ALARM_RAISED);
        } else if (alarm && depth <= config.rearm()) {
            alarm = false;
            changes.add(Change.ALARM_REARMED);
        }
        if (!full && depth >= config.max()) {
            full = true;
            changes.add(Change.FILLED);
        } else if (full && depth <= config.unblock()) {
            full = false;
            changes.add(Change.OPENED);
        }
        return changes;
    }
}
