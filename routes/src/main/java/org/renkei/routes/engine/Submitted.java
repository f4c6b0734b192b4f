package org.renkei.routes.engine;

import java.util.concurrent.CompletableFuture;

/**
 * A job that was accepted.
 *
 * @param job its id
 * @param repeated true if it had been accepted before, under the same duplicate key; nothing was sent then
 * @param result what becomes of it; a restart forgets the future, not the job. Null if it is repeated, or not waited for
 */
public record Submitted(String job, boolean repeated, CompletableFuture<JobResult> result) {}
