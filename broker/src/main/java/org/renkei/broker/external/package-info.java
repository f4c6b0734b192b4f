/**
 * An Artemis that Renkei did not start: one broker, or a cluster (`broker.url`).
 *
 * <p>{@link org.renkei.broker.external.ExternalBrokers} knows the brokers of the URL. Each has a
 * {@link org.renkei.broker.external.MemberWatch}, which speaks with it over its management address
 * ({@link org.renkei.broker.external.Management}): makes or checks the channels' queues
 * ({@link org.renkei.broker.external.QueueSetup}), asks for the figures of all queues at once, and shuts channels to programs that
 * shall not send now ({@link org.renkei.broker.external.SendGate}). {@link org.renkei.broker.external.ExternalQueue} is what a channel
 * sees of all this.
 */
package org.renkei.broker.external;
