package org.renkei.services.monitor;

import java.time.Instant;

/**
 * What one channel did in one interval. Counts up to 4,095 are exact, greater ones to one part in two thousand, rounded down.
 *
 * @param at when the interval began
 * @param depth the most that was seen in the channel
 * @param in messages that came
 * @param out messages that were taken
 * @param inRate messages in per second; of the interval that goes on still, per second so far
 * @param outRate the same of those out
 */
public record HistoryPoint(Instant at, long depth, long in, long out, double inRate, double outRate) {}
