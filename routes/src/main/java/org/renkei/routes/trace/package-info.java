/**
 * Traces of jobs for OpenTelemetry (D7): one span for each step that a job passes, in one trace for each job.
 *
 * <p>A {@code StepSpan} begins when a step receives a job and is exported when the step's transaction is on disk, with the outcome that
 * tracking is told; a step that is rolled back has none. The W3C {@code traceparent} goes along as a property of the job's messages, so
 * that a trace follows the job, and begins at the producer if that one sent it. Camel's own tracer shows what the route of a step calls.
 * It does not make the steps' spans: it ends them with the route, before it is known what becomes of a job that failed.
 * Without {@code tracing} in etc/renkei.yaml there is {@code Traces.NONE}, and no class of OpenTelemetry is loaded. Read {@code Traces} first.
 */
package org.renkei.routes.trace;
