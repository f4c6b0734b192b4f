package org.renkei.broker.table;

import java.time.Instant;

/**
 * What the table holds of one channel.
 *
 * @param oldest when the first of those that are ready was sent; null if none is
 */
record LineCount(String channel, long ready, long waiting, long lent, Instant oldest) {}
