package org.renkei.services.lifecycle;

/**
 * A stop under way.
 *
 * @param stage what it is at, in words
 * @param pending messages that it still waits for
 */
public record StopProgress(String stage, long pending) {}
