package org.renkei.broker.server;

/**
 * What a start found (D6).
 *
 * @param found messages that waited in durable channels
 * @param inHand messages that the previous process had received and not committed when it died
 * @param redelivered how many of those were delivered again so far
 */
public record Recovery(long found, long inHand, long redelivered) {}
