package org.renkei.services.http;

import java.time.Duration;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.ChannelFigures;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.ChannelState;
import org.renkei.broker.channel.Channels;

/**
 * A channel as the console writes it: times in seconds.
 *
 * @param timeToLimitSeconds null if it does not grow
 * @param internal one of the system's own
 * @param flow whose it is; null if no flow's
 * @param step which takes from it; null for a flow's start
 */
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
        long rearm,
        long unblock,
        boolean alarm,
        Long oldestAgeSeconds,
        long in,
        long out,
        double inRate,
        double outRate,
        int producers,
        int consumers,
        Long timeToLimitSeconds,
        boolean internal,
        String dataSource,
        String flow,
        String step) {

    /**
     * @param timeToLimit null if it does not grow
     * @param owner null if no flow has it
     */
    static ChannelView of(ChannelFigures figures, ChannelConfig config, Duration timeToLimit, ChannelOwner owner) {
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
                config.rearm(),
                config.unblock(),
                figures.alarm(),
                figures.oldestAge() == null ? null : figures.oldestAge().toSeconds(),
                figures.in(),
                figures.out(),
                figures.inRate(),
                figures.outRate(),
                figures.producers(),
                figures.consumers(),
                timeToLimit == null ? null : timeToLimit.toSeconds(),
                figures.name().startsWith(Channels.INTERNAL_PREFIX),
                config.dataSource(),
                owner == null ? null : owner.flow(),
                owner == null ? null : owner.step());
    }

    /** How full it is, 0 to 1. */
    double fill() {
        return (double) current / max;
    }
}
