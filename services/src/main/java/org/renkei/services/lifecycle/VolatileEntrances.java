package org.renkei.services.lifecycle;

import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.renkei.broker.channel.Channel;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.ChannelState;
import org.renkei.broker.channel.Channels;

/**
 * The volatile start channels. What a producer sends there between the last check and the end would be lost although it
 * was accepted, so they refuse senders while the system stops.
 */
public final class VolatileEntrances {
    private final List<Channel> channels;
    private final Queue<Channel> refusing = new ConcurrentLinkedQueue<>();

    /** @param starts the names of the start channels of all flows */
    public VolatileEntrances(Channels channels, Set<String> starts) {
        this.channels = channels.all().stream()
                .filter(channel -> starts.contains(channel.name()))
                .filter(channel -> channel.config().kind() == ChannelKind.VOLATILE)
                .toList();
    }

    /** Refuses senders while receivers go on. */
    void refuseSenders() {
        channels.stream()
                .filter(channel -> channel.figures().state() != ChannelState.STOPPED)
                .filter(channel -> channel.figures().state() != ChannelState.DRAINING)
                .forEach(channel -> {
                    refusing.add(channel);
                    channel.drain();
                });
    }

    /** Takes senders again where {@link #refuseSenders} ended that. */
    void readmitSenders() {
        for (Channel channel = refusing.poll(); channel != null; channel = refusing.poll()) {
            channel.start();
        }
    }

    /** Messages that were accepted and are not yet jobs. */
    long waiting() {
        return channels.stream()
                .mapToLong(channel -> channel.figures().current())
                .sum();
    }
}
