package org.renkei.services.pending;

import org.renkei.broker.channel.ChannelFigures;
import org.renkei.broker.channel.ChannelKind;

/**
 * What one channel holds.
 *
 * @param wouldLose messages that a stop now would lose: all of a volatile channel, if that ends with this process
 */
public record ChannelPending(
        String name, ChannelKind kind, long queued, long scheduled, long inProcess, long wouldLose) {

    static ChannelPending of(ChannelFigures figures, boolean memoryEnds) {
        long held = figures.queued() + figures.scheduled() + figures.inProcess();
        return new ChannelPending(
                figures.name(),
                figures.kind(),
                figures.queued(),
                figures.scheduled(),
                figures.inProcess(),
                memoryEnds && figures.kind() == ChannelKind.VOLATILE ? held : 0);
    }

    long held() {
        return queued + scheduled + inProcess;
    }
}
