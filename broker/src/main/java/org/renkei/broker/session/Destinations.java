package org.renkei.broker.session;

import org.renkei.broker.channel.LiveChannel;

/** What sessions ask about where they send to. Thread-safe, and cheap enough to ask for every message. */
public interface Destinations {

    /** @throws org.renkei.broker.error.RenkeiException {@code CHANNEL_UNKNOWN} */
    LiveChannel channel(String name);

    /** True if this is a database channel. */
    boolean isTable(String name);

    /** True if there is a queue of this name now, a channel or not. */
    boolean queueExists(String name);
}
