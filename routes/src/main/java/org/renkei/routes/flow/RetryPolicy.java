package org.renkei.routes.flow;

import java.time.Duration;
import java.util.List;
import org.renkei.broker.config.Checks;

/**
 * What follows an exception of an application, and what a crash (C1). The wait is spent in the step's channel: a worker is not held up
 * by it, and on a persistent channel a restart neither forgets nor hurries it.
 *
 * @param count tries after the first, 0 to 1,000. Default 3
 * @param delay before the first of them. Default 1 s
 * @param backoff each further delay is this many times the one before, 1 to 10. Default 2
 * @param maxDelay no delay is longer. Default 1 minute, or {@code delay} if that is longer
 * @param jitter up to this part of a delay is taken off it, at random, so that what failed together does not come back together; 0 to
 *     1. Default 0
 * @param on classes of exceptions that are worth another try, by their full names; one that has none of them as itself, as a superclass
 *     or as a cause is not. Empty, the default, for all
 * @param never classes of exceptions that are not, even if {@code on} names them. Default none
 * @param crashes processes that may die with a job in hand before it is set apart, 1 to 1,000. Default 5
 */
public record RetryPolicy(
        Integer count,
        Duration delay,
        Double backoff,
        Duration maxDelay,
        Double jitter,
        List<String> on,
        List<String> never,
        Integer crashes) {
    public static final RetryPolicy DEFAULT = new RetryPolicy(null, null, null, null, null, null, null, null);

    public RetryPolicy {
        count = count == null ? 3 : count;
        delay = delay == null ? Duration.ofSeconds(1) : delay;
        backoff = backoff == null ? 2.0 : backoff;
        maxDelay = maxDelay == null ? longer(Duration.ofMinutes(1), delay) : maxDelay;
        jitter = jitter == null ? 0.0 : jitter;
        on = on == null ? List.of() : List.copyOf(on);
        never = never == null ? List.of() : List.copyOf(never);
        crashes = crashes == null ? 5 : crashes;
        new Checks()
                .that(count >= 0 && count <= 1_000, "count", "must be 0 to 1000, was " + count)
                .that(!delay.isNegative(), "delay", "must not be negative, was " + delay)
                .that(backoff >= 1 && backoff <= 10, "backoff", "must be 1 to 10, was " + backoff)
                .that(
                        maxDelay.compareTo(delay) >= 0,
                        "maxDelay",
                        "must not be below delay (" + delay + "), was " + maxDelay,
                        "delay")
                .that(jitter >= 0 && jitter <= 1, "jitter", "must be 0 to 1, was " + jitter)
                .that(crashes >= 1 && crashes <= 1_000, "crashes", "must be 1 to 1000, was " + crashes)
                .done();
    }

    /** @param failedAttempt 1 for the first */
    public boolean allowsAfter(int failedAttempt) {
        return failedAttempt <= count;
    }

    /**
     * @param failedAttempt 1 for the first
     * @param random 0 to 1, chosen by chance
     */
    public Duration delayAfter(int failedAttempt, double random) {
        double millis = Math.min(delay.toMillis() * Math.pow(backoff, failedAttempt - 1.0), maxDelay.toMillis());
        return Duration.ofMillis((long) (millis * (1 - jitter * random)));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
