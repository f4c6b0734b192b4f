package org.renkei.services.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.renkei.broker.channel.Channel;
import org.renkei.broker.channel.ChannelFigures;
import org.renkei.broker.channel.Channels;
import org.renkei.routes.engine.FlowEngine;
import org.renkei.services.monitor.ChannelHistory;
import org.renkei.services.monitor.Snapshot;
import org.renkei.services.monitor.Snapshots;

/** The channels' figures as the console writes them. Thread-safe. */
final class ChannelViews {
    private final Channels channels;
    private final Snapshots snapshots;
    private final ChannelHistory history;
    private final Map<String, ChannelOwner> owners;

    ChannelViews(Channels channels, Snapshots snapshots, ChannelHistory history, FlowEngine engine) {
        this.channels = channels;
        this.snapshots = snapshots;
        this.history = history;
        this.owners = ChannelOwner.of(engine.flows());
    }

    /** All of them, as they are declared, the system's own last; a second old at the most. */
    List<ChannelView> all() {
        Snapshot snapshot = snapshots.now();
        List<Channel> declared = channels.all();
        List<ChannelView> views = new ArrayList<>(declared.size());
        for (int i = 0; i < declared.size(); i++) {
            views.add(view(declared.get(i), snapshot.channels().get(i)));
        }
        return views;
    }

    /** One of them, as it is now. */
    ChannelView now(Channel channel) {
        return view(channel, channel.figures());
    }

    private ChannelView view(Channel channel, ChannelFigures figures) {
        Duration timeToLimit = grows(figures) ? history.timeToLimit(figures).orElse(null) : null;
        return ChannelView.of(figures, channel.config(), timeToLimit, owners.get(channel.name()));
    }

    /** Spares looking into the history of those that surely do not. */
    private static boolean grows(ChannelFigures figures) {
        return figures.current() > 0 && figures.inRate() > figures.outRate();
    }
}
