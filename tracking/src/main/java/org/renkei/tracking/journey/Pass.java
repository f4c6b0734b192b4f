package org.renkei.tracking.journey;

import java.time.Instant;
import java.util.List;

/** As much of an event as it takes to find out where its job's messages are. */
record Pass(EventKey key, Instant endedAt, List<Place> next, String node) {}
