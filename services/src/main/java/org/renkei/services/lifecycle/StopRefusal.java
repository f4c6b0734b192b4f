package org.renkei.services.lifecycle;

import java.time.Instant;
import org.renkei.services.pending.PendingCheck;

/** The last stop that was refused, for those who asked for it and did not wait. */
public record StopRefusal(Instant at, PendingCheck check) {}
