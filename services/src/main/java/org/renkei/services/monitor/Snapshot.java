package org.renkei.services.monitor;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.renkei.broker.channel.ChannelFigures;

/**
 * The figures of every channel at one moment.
 *
 * @param channels in the order of {@link org.renkei.broker.channel.Channels#all()}
 */
public record Snapshot(Instant at, List<ChannelFigures> channels) {

    public Snapshot {
        channels = List.copyOf(channels);
    }

    public Optional<ChannelFigures> channel(String name) {
        return channels.stream().filter(channel -> channel.name().equals(name)).findFirst();
    }
}
