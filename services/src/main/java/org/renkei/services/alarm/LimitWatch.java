package org.renkei.services.alarm;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.renkei.broker.channel.Channel;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.DepthListener;
import org.renkei.broker.limits.DepthLimits;

/**
 * One of the two limits of all channels (A3). It is told of each passing, so that a peak between two looks is not missed; several of one channel
 * within a second are one.
 */
final class LimitWatch implements Watch, DepthListener {
    private final AlarmKind kind;
    private final DepthLimits.Change reached;
    private final DepthLimits.Change left;
    private final BiFunction<Channel, Long, String> words;
    private final Map<String, Passed> passed = new ConcurrentHashMap<>();
    private boolean looked;

    private LimitWatch(
            AlarmKind kind,
            DepthLimits.Change reached,
            DepthLimits.Change left,
            BiFunction<Channel, Long, String> words) {
        this.kind = kind;
        this.reached = reached;
        this.left = left;
        this.words = words;
    }

    static LimitWatch depth() {
        return new LimitWatch(
                AlarmKind.DEPTH,
                DepthLimits.Change.ALARM_RAISED,
                DepthLimits.Change.ALARM_REARMED,
                LimitWatch::depthWords);
    }

    static LimitWatch full() {
        return new LimitWatch(
                AlarmKind.FULL, DepthLimits.Change.FILLED, DepthLimits.Change.OPENED, LimitWatch::fullWords);
    }

    private static String depthWords(Channel channel, long depth) {
        ChannelConfig config = channel.config();
        return String.format(
                "%s holds %,d messages: watch is %,d, max %,d", channel.name(), depth, config.watch(), config.max());
    }

    private static String fullWords(Channel channel, long depth) {
        return String.format(
                "%s is full: it holds %,d messages and refuses senders until there are %,d",
                channel.name(), depth, channel.config().unblock());
    }

    @Override
    public AlarmKind kind() {
        return kind;
    }

    @Override
    public void passed(Channel channel, DepthLimits.Change change, long depth) {
        if (change == reached) {
            passed.put(channel.name(), new Passed(words.apply(channel, depth), true, true));
        } else if (change == left) {
            passed.computeIfPresent(
                    channel.name(), (name, before) -> new Passed(before.message(), before.begun(), false));
        }
    }

    /** What is open when it looks for the first time was open before a restart, and has not begun again. */
    @Override
    public Sighting look(Set<String> open) {
        Sighting sighting = new Sighting(new LinkedHashMap<>(), new LinkedHashMap<>());
        for (String channel : passed.keySet()) {
            passed.computeIfPresent(channel, (name, seen) -> {
                if (seen.begun() && (looked || !open.contains(name))) {
                    sighting.begun().put(name, seen.message());
                }
                if (seen.holds()) {
                    sighting.holding().put(name, seen.message());
                }
                return seen.holds() ? new Passed(seen.message(), false, true) : null;
            });
        }
        looked = true;
        return sighting;
    }

    /**
     * @param begun true if it was reached since the last look
     * @param holds true until it is left
     */
    private record Passed(String message, boolean begun, boolean holds) {}
}
