package org.renkei.services.lifecycle;

import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.renkei.broker.channel.Channel;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.ChannelState;
import org.renkei.broker.channel.Channels;

/**
 * The ways into volatile channels. What a producer sends there between the last check and the end would be lost although it
 * was accepted, so they refuse senders while the system stops: start channels at once, the others when the applications that
 * send to them have ended. None of this if they are in the memory of a broker that others run.
 */
public final class VolatileEntrances {
    private final Channels channels;
    private final Supplier<Set<String>> starts;
    private final Queue<Channel> refusing = new ConcurrentLinkedQueue<>();

    /** @param starts the names of the start channels of all flows */
    public VolatileEntrances(Channels channels, Supplier<Set<String>> starts) {
        this.channels = channels;
        this.starts = starts;
    }

    /** Also those that were declared while the system runs. */
    private Stream<Channel> all() {
        return channels.all().stream()
                .filter(channel -> channels.holdsMemory())
                .filter(channel -> channel.config().kind() == ChannelKind.VOLATILE)
                .filter(channel -> !channel.name().startsWith(Channels.INTERNAL_PREFIX));
    }

    private Stream<Channel> starts() {
        Set<String> names = starts.get();
        return all().filter(channel -> names.contains(channel.name()));
    }

    /** Refuses what would become a new job, while receivers go on. */
    void refuseNewJobs() {
        starts().forEach(this::refuseSenders);
    }

    /** Refuses every sender. A step before such a channel takes nothing more, so its applications must have ended. */
    void refuseAll() {
        all().forEach(this::refuseSenders);
    }

    private void refuseSenders(Channel channel) {
        ChannelState state = channel.figures().state();
        if (state != ChannelState.STOPPED && state != ChannelState.DRAINING) {
            refusing.add(channel);
            channel.drain();
        }
    }

    /** Takes senders again where this refuses them; what an operator has stopped since then stays stopped. */
    void readmitSenders() {
        for (Channel channel = refusing.poll(); channel != null; channel = refusing.poll()) {
            if (channel.figures().state() == ChannelState.DRAINING) {
                channel.start();
            }
        }
    }

    /** Messages that were accepted and are not yet jobs. */
    long waiting() {
        return starts().mapToLong(channel -> channel.figures().current()).sum();
    }
}
