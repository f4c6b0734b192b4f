package org.renkei.services.monitor;

import org.renkei.broker.channel.ChannelFigures;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.ChannelState;

/** Figures of a channel that holds at most a thousand messages. */
final class Figures {
    static final long MAX = 1_000;

    private Figures() {}

    static ChannelFigures of(String name, long current, long in, long out) {
        return new ChannelFigures(
                name,
                ChannelKind.PERSISTENT,
                ChannelState.ACTIVE,
                null,
                current,
                current,
                0,
                0,
                800,
                MAX,
                false,
                null,
                in,
                out,
                0,
                0,
                0,
                0);
    }
}
