/**
 * The tracking database as one thing that is opened and closed.
 *
 * <p>{@link org.renkei.tracking.store.TrackingConfig} says where it is, {@link org.renkei.tracking.store.TrackingStore} opens it and
 * hands out its parts: one writer, any number of readers, the sweep for what was lost in memory.
 * {@link org.renkei.tracking.store.Retention} keeps it from growing for ever.
 *
 * <p>What is stored is told in {@link org.renkei.tracking.journey}.
 */
package org.renkei.tracking.store;
