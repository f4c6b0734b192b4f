/**
 * The way of each job through its flow.
 *
 * <p>A {@link org.renkei.tracking.journey.StepEvent} is what one transaction did with one message.
 * {@link org.renkei.tracking.journey.JourneyWriter} stores it once, however often it comes, and folds it into its job's
 * {@link org.renkei.tracking.journey.Journey}. {@link org.renkei.tracking.journey.Journeys} finds journeys and their steps, and says where
 * their messages should lie now; {@link org.renkei.tracking.journey.LostSweep} gives up those that lay in memory.
 *
 * <p>How events make a journey is one file: {@code JourneyFold}. The tables are in {@code db/migration/tracking}.
 */
package org.renkei.tracking.journey;
