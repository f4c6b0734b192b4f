package org.renkei.services.http;

import java.util.List;
import java.util.Map;
import org.renkei.broker.channel.Channel;
import org.renkei.broker.channel.ChannelFigures;
import org.renkei.broker.channel.Channels;
import org.renkei.routes.engine.FlowEngine;

/** The channels' figures as the console writes them. Thread-safe. */
final class ChannelViews {
    private final Channels channels;
    private final Map<String, ChannelOwner> owners;

    ChannelViews(Channels channels, FlowEngine engine) {
        this.channels = channels;
        this.owners = ChannelOwner.of(engine.flows());
    }

    /** All of them, as they are declared, the system's own last; a second old at the most. */
    List<ChannelView> all() {
        return channels.all().stream().map(this::now).toList();
    }

    /** One of them, as it is now. */
    ChannelView now(Channel channel) {
        return view(channel, channel.figures());
    }

    private ChannelView view(Channel channel, ChannelFigures figures) {
        return ChannelView.of(figures, channel.config(), null, owners.get(channel.name()));
    }
}
