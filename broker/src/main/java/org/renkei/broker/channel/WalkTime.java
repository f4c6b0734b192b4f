package org.renkei.broker.channel;

import java.time.Duration;

/** What one walk has used of its {@link WalkLimits}. For one thread. */
public final class WalkTime {
    private final WalkLimits limits;
    private long since = System.nanoTime();
    private boolean shows;

    WalkTime(WalkLimits limits) {
        this.limits = limits;
    }

    /**
     * Before a message is passed over on the way to the cursor.
     *
     * @throws IllegalArgumentException if the way is too long
     */
    public void skip(String cursor) {
        if (!shows && isOver(limits.skipping())) {
            throw new IllegalArgumentException("the place '" + cursor + "' was not reached within "
                    + limits.skipping().toMillis() / 1_000.0
                    + " s: too many messages lie before it; begin at the first message, and search for what you want");
        }
    }

    /** Before a message behind the cursor is shown: false if the walk is to end. */
    public boolean mayShow() {
        if (!shows) {
            shows = true;
            since = System.nanoTime();
            return true;
        }
        return !isOver(limits.showing());
    }

    private boolean isOver(Duration limit) {
        return limit != null && System.nanoTime() - since >= limit.toNanos();
    }
}
