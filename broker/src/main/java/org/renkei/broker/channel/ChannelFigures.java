package org.renkei.broker.channel;

import java.time.Duration;

/**
 * What an operator sees of a channel (A3, D7).
 *
 * @param reason why it is not ACTIVE; null if it is
 * @param current messages in the channel now: queued, scheduled and in process
 * @param queued waiting to be received
 * @param scheduled waiting for their time
 * @param inProcess received and not yet committed
 * @param alarm true from the moment {@code watch} was reached until depth fell to {@code rearm}
 * @param oldestAge age of the oldest queued message; null if there is none
 * @param in messages that came since the start
 * @param out messages that were taken and committed since the start
 * @param inRate messages in per second, over the last ten seconds
 * @param outRate messages out per second, over the last ten seconds
 * @param producers connected programs that send here (0 for one that names the channel with each message)
 * @param consumers receivers, Renkei's own included
 */
public record ChannelFigures(
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
        Duration oldestAge,
        long in,
        long out,
        double inRate,
        double outRate,
        int producers,
        int consumers) {}
