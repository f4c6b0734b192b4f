package org.renkei.services.alarm;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.renkei.broker.channel.ChannelFigures;
import org.renkei.broker.channel.Channels;
import org.renkei.broker.config.DurationText;

/** Messages that wait for too long. Dead letters wait for an operator, and the system's own channels have alarms of their own. */
final class AgeWatch implements Watch {
    private final Duration limit;
    private final Supplier<? extends Collection<ChannelFigures>> channels;
    private final Supplier<Set<String>> deadLetters;

    /**
     * @param limit null: no age is too great
     * @param deadLetters channels that are not looked at
     */
    AgeWatch(
            Duration limit,
            Supplier<? extends Collection<ChannelFigures>> channels,
            Supplier<Set<String>> deadLetters) {
        this.limit = limit;
        this.channels = channels;
        this.deadLetters = deadLetters;
    }

    @Override
    public AlarmKind kind() {
        return AlarmKind.AGE;
    }

    @Override
    public Sighting look(Set<String> open) {
        Map<String, String> old = new LinkedHashMap<>();
        if (limit == null) {
            return Sighting.of(old);
        }
        for (ChannelFigures figures : channels.get()) {
            if (isLookedAt(figures.name()) && isOld(figures.oldestAge(), open.contains(figures.name()))) {
                old.put(
                        figures.name(),
                        "the oldest message in " + figures.name() + " waits for more than "
                                + DurationText.format(limit));
            }
        }
        return Sighting.of(old);
    }

    private boolean isLookedAt(String channel) {
        return !channel.startsWith(Channels.INTERNAL_PREFIX)
                && !deadLetters.get().contains(channel);
    }

    private boolean isOld(Duration age, boolean wasOld) {
        return age != null && (wasOld ? age.compareTo(limit.dividedBy(2)) >= 0 : age.compareTo(limit) > 0);
    }
}
