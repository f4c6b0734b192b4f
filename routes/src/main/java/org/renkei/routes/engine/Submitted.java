package org.renkei.routes.engine;

import java.util.concurrent.CompletableFuture;

/**
 * A job that was accepted.
 *
 * @param job its id
 * @param result what becomes of it; a restart forgets the future, not the job
 */
public record Submitted(String job, CompletableFuture<JobResult> result) {}
