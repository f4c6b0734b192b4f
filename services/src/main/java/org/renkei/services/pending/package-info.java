/**
 * Is it safe to stop now (D4)? What the channels hold, what would be lost, and whether tracking tells the same story.
 *
 * <p>{@code PendingChecks} takes a {@code PendingCheck}: it reads the channels, asks tracking what is unfinished, and, if
 * the two differ while nothing moves, has {@code Reconciliation} name the jobs. Read {@code Verdict} first.
 */
package org.renkei.services.pending;
