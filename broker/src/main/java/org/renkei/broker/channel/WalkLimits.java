package org.renkei.broker.channel;

import java.time.Duration;

/**
 * How long one walk may take.
 *
 * @param skipping until it comes to the first message behind its cursor
 * @param showing from there on; the first is shown however short it is, so that who follows the cursors comes to the end
 */
public record WalkLimits(Duration skipping, Duration showing) {

    static final WalkLimits NONE = new WalkLimits(null, null);

    /** Begins to count. */
    public WalkTime start() {
        return new WalkTime(this);
    }
}
