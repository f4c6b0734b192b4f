package org.renkei.broker.table;

import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.LiveChannel;

/** What sessions on tables ask about where they send to. Thread-safe. */
public interface TableTargets {

    /** @throws org.renkei.broker.error.RenkeiException {@code CHANNEL_UNKNOWN} */
    LiveChannel channel(String name);

    /** True if a reply to this address would find a queue now. */
    boolean isThere(String replyTo);

    /** Sends to a volatile channel, full or not. */
    void sendToMemory(LiveChannel channel, ChannelMessage message);
}
