package org.renkei.testkit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.renkei.broker.channel.Channel;
import org.renkei.broker.channel.ChannelFigures;

/** When whatever is in some channels waits there for its time, and nobody has any of it in hand. */
final class Rest {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private Rest() {}

    /** Returns when it is so, or after that time. */
    static void await(List<Channel> channels, Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        while (!isSo(channels) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Looked at twice: a job could go from a channel that is still to be looked at to one that was. */
    private static boolean isSo(List<Channel> channels) {
        List<Counts> counts = counts(channels);
        return counts.stream().allMatch(Counts::allWait) && counts.equals(counts(channels));
    }

    private static List<Counts> counts(List<Channel> channels) {
        channels.forEach(Channel::catchUp);
        return channels.stream().map(channel -> Counts.of(channel.figures())).toList();
    }

    private record Counts(long in, long out, long current, long scheduled) {

        static Counts of(ChannelFigures figures) {
            return new Counts(figures.in(), figures.out(), figures.current(), figures.scheduled());
        }

        boolean allWait() {
            return current == scheduled;
        }
    }
}
