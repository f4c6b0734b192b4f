package org.renkei.routes.engine;

/**
 * What a producer that waits is told.
 *
 * @param job the job's id
 * @param state COMPLETED or FAILED
 * @param body the job's body at its end, as text; null if it failed
 * @param error why it failed; null if it did not
 */
public record JobResult(String job, String state, String body, String error) {}
