/**
 * A channel is a named queue with a kind and limits. {@link org.renkei.broker.channel.Channels} finds them,
 * {@link org.renkei.broker.channel.Channel} is one with its figures and switches, and a
 * {@link org.renkei.broker.channel.ChannelSession} is one worker's transaction over them.
 *
 * <p>{@link org.renkei.broker.channel.LiveChannel} is the channel of a running broker; what it needs to know of the queue
 * itself stands behind {@link org.renkei.broker.channel.ChannelQueue}, and nothing else here has seen an Artemis type.
 * {@link org.renkei.broker.channel.Browsing} looks at its messages for operators.
 * How messages travel is in {@code org.renkei.broker.session}; how the broker is run, in {@code org.renkei.broker.server}.
 */
package org.renkei.broker.channel;
