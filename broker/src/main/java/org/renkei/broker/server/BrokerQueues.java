package org.renkei.broker.server;

import java.util.Optional;
import java.util.function.Consumer;
import org.renkei.broker.channel.ChannelMessage;

/**
 * The queues of a broker by their names, whoever made them. With {@link org.renkei.broker.channel.ChannelQueue}, which is one of them,
 * this is all that channels ask of a broker, be it embedded or not. Thread-safe, and cheap enough to ask for every reply.
 */
interface BrokerQueues {

    /** True if there is a queue of this name now. */
    boolean exists(String name);

    /** True if there is one now, and it is a temporary one. */
    boolean isTemporary(String name);

    /** As {@link org.renkei.broker.channel.Channels#holdsMemory}. */
    boolean holdsMemory();

    /** As {@link org.renkei.broker.channel.Channels#onMemoryLost}. */
    void onMemoryLost(Runnable listener);

    /** As {@link org.renkei.broker.channel.Channels#answers}. */
    Optional<String> answers(Consumer<ChannelMessage> each);
}
