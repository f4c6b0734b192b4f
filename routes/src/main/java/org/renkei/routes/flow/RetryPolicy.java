package org.renkei.routes.flow;

import java.time.Duration;
import org.renkei.broker.config.ConfigException;

/**
 * What follows an exception of an application (C1). The wait is spent in the step's channel: a worker is not held up by it,
 * and on a persistent channel a restart neither forgets nor hurries it.
 *
 * @param count tries after the first, 0 to 1,000. Default 3
 * @param delay before the first of them. Default 1 s
 * @param backoff each further delay is this many times the one before, 1 to 10. Default 2
 * @param maxDelay no delay is longer. Default 1 minute, or {@code delay} if that is longer
 */
public record RetryPolicy(Integer count, Duration delay, Double backoff, Duration maxDelay) {
    public static final RetryPolicy DEFAULT = new RetryPolicy(null, null, null, null);

    public RetryPolicy {
        count = count == null ? 3 : count;
        delay = delay == null ? Duration.ofSeconds(1) : delay;
        backoff = backoff == null ? 2.0 : backoff;
        maxDelay = maxDelay == null ? longer(Duration.ofMinutes(1), delay) : maxDelay;
        if (count < 0 || count > 1_000) {
            throw new ConfigException("count", "must be 0 to 1000, was " + count);
        }
        if (delay.isNegative()) {
            throw new ConfigException("delay", "must not be negative, was " + delay);
        }
        if (!(backoff >= 1 && backoff <= 10)) {
            throw new ConfigException("backoff", "must be 1 to 10, was " + backoff);
        }
        if (maxDelay.compareTo(delay) < 0) {
            throw new ConfigException("maxDelay", "must not be below delay (" + delay + "), was " + maxDelay);
        }
    }

    /** @param failedAttempt 1 for the first */
    public boolean allowsAfter(int failedAttempt) {
        return failedAttempt <= count;
    }

    /** @param failedAttempt 1 for the first */
    public Duration delayAfter(int failedAttempt) {
        double millis = delay.toMillis() * Math.pow(backoff, failedAttempt - 1.0);
        return millis >= maxDelay.toMillis() ? maxDelay : Duration.ofMillis((long) millis);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
