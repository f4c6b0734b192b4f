/**
 * What happened to each message, in a database.
 *
 * <p>Whoever moves a message writes a {@link org.renkei.tracking.journey.StepEvent} in the same transaction; one writer brings
 * these events into H2 or PostgreSQL, and people and programs read them there as journeys.
 *
 * <p>Start at {@link org.renkei.tracking.store.TrackingStore}, then read {@code journey}.
 */
package org.renkei.tracking;
