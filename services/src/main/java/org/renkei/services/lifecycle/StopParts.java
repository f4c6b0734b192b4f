package org.renkei.services.lifecycle;

import java.time.Duration;
import org.renkei.services.pending.PendingChecks;

/**
 * What a stop works with.
 *
 * @param lost tracks what lies in volatile channels as LOST
 */
public record StopParts(PendingChecks pending, VolatileEntrances entrances, LostJobs lost) {

    /** Tracks what lies in volatile channels as LOST. */
    @FunctionalInterface
    public interface LostJobs {
        void track(Duration within);
    }
}
