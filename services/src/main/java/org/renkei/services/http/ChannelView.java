package org.renkei.services.http;

import org.renkei.broker.channel.ChannelFigures;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.ChannelState;

/** A channel's figures as the console writes them: the age in seconds. */
record ChannelView(
        String name,
        ChannelKind kind,
        ChannelState state,
        String reason,
        long current,
        long queued,
        long scheduled,
        long inProcess,
        long watch,
        long max,
        boolean alarm,
        Long oldestAgeSeconds,
        long in,
        long out,
        double inRate,
        double outRate,
        int producers,
        int consumers) {

    static ChannelView of(ChannelFigures figures) {
        return new ChannelView(
                figures.name(),
                figures.kind(),
                figures.state(),
                figures.reason(),
                figures.current(),
                figures.queued(),
                figures.scheduled(),
                figures.inProcess(),
                figures.watch(),
                figures.max(),
                figures.alarm(),
                figures.oldestAge() == null ? null : figures.oldestAge().toSeconds(),
                figures.in(),
                figures.out(),
                figures.inRate(),
                figures.outRate(),
                figures.producers(),
                figures.consumers());
    }
}
