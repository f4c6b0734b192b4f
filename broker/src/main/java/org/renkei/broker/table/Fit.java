package org.renkei.broker.table;

import java.time.Instant;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.ChannelMessage;

/** What a channel's declaration says of every message in it. */
final class Fit {

    private Fit() {}

    static ChannelMessage into(ChannelConfig channel, ChannelMessage message, Instant now) {
        ChannelMessage fit = channel.priority() == null ? message : message.withPriority(channel.priority());
        return channel.lifetime() == null || message.expiresAt() != null
                ? fit
                : fit.withExpiresAt(now.plus(channel.lifetime()));
    }
}
