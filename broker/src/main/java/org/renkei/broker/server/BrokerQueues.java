package org.renkei.broker.server;

/**
 * The queues of a broker by their names, whoever made them. With {@link org.renkei.broker.channel.ChannelQueue}, which is one of them,
 * this is all that channels ask of a broker, be it embedded or not. Thread-safe, and cheap enough to ask for every reply.
 */
interface BrokerQueues {

    /** True if there is a queue of this name now. */
    boolean exists(String name);

    /** True if there is one now, and it is a temporary one. */
    boolean isTemporary(String name);
}
