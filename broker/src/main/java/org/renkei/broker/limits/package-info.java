/**
 * When a channel takes a message and when it refuses one (A3 to A6).
 *
 * <p>{@link org.renkei.broker.limits.DepthLimits} is the state machine of watch, rearm, max and unblock.
 * {@link org.renkei.broker.limits.Admission} counts a message from the moment it is let in until the queue itself shows
 * it, so that many senders, or one great transaction, cannot overshoot max. {@link org.renkei.broker.limits.HandBlocks}
 * remembers what an operator blocked, channels and flows. {@link org.renkei.broker.limits.RateWindow} turns counters into rates.
 */
package org.renkei.broker.limits;
