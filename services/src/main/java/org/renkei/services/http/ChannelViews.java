package org.renkei.services.http;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.renkei.broker.channel.Channel;
import org.renkei.broker.channel.ChannelFigures;
import org.renkei.broker.channel.Channels;
import org.renkei.routes.engine.FlowEngine;
import org.renkei.routes.flow.Flow;
import org.renkei.services.monitor.ChannelHistory;
import org.renkei.services.monitor.Snapshots;

/** The channels' figures as the console writes them. Thread-safe. */
final class ChannelViews {
    private final Channels channels;
    private final Snapshots snapshots;
    private final ChannelHistory history;
    private final FlowEngine engine;
    private volatile Owners owners = new Owners(null, Map.of());

    /** So that they are not gathered again for each of thousands of channels. */
    private record Owners(List<Flow> of, Map<String, ChannelOwner> byChannel) {}

    ChannelViews(Channels channels, Snapshots snapshots, ChannelHistory history, FlowEngine engine) {
        this.channels = channels;
        this.snapshots = snapshots;
        this.history = history;
        this.engine = engine;
    }

    /** All of them, as they are declared, the system's own last; a second old at the most. */
    List<ChannelView> all() {
        Map<String, ChannelFigures> seen = new HashMap<>();
        snapshots.now().channels().forEach(figures -> seen.put(figures.name(), figures));
        return channels.all().stream()
                .map(channel -> view(channel, figures(channel, seen.get(channel.name()))))
                .toList();
    }

    /** One that has just been declared was not seen yet. */
    private static ChannelFigures figures(Channel channel, ChannelFigures seen) {
        return seen == null ? channel.figures() : seen;
    }

    /** One of them, as it is now. */
    ChannelView now(Channel channel) {
        return view(channel, channel.figures());
    }

    private ChannelView view(Channel channel, ChannelFigures figures) {
        Duration timeToLimit = grows(figures) ? history.timeToLimit(figures).orElse(null) : null;
        return ChannelView.of(figures, channel.config(), timeToLimit, owner(channel.name()));
    }

    private ChannelOwner owner(String channel) {
        List<Flow> versions = engine.versions();
        Owners known = owners;
        if (known.of != versions) {
            known = new Owners(versions, ChannelOwner.of(engine.flows()));
            owners = known;
        }
        return known.byChannel.get(channel);
    }

    /** Spares looking into the history of those that surely do not. */
    private static boolean grows(ChannelFigures figures) {
        return figures.current() > 0 && figures.inRate() > figures.outRate();
    }
}
