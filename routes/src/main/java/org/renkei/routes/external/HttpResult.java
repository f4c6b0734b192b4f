package org.renkei.routes.external;

import java.time.Duration;

/**
 * What an HTTP endpoint answered.
 *
 * @param tooMuch true if its body was longer than was allowed; the rest is lost
 * @param retryAfter what {@code Retry-After} says in seconds; zero if it says nothing, or a date
 */
public record HttpResult(int status, boolean tooMuch, byte[] body, Duration retryAfter) {}
