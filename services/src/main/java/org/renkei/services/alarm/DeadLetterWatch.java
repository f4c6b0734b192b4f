package org.renkei.services.alarm;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.renkei.broker.channel.ChannelFigures;

/** Dead letters that wait for an operator (C4). Once raised, the alarm stands until none is left, so that each further one raises no other. */
final class DeadLetterWatch implements Watch {
    private final long allowed;
    private final Supplier<? extends Collection<ChannelFigures>> channels;
    private final Supplier<Set<String>> deadLetters;

    /** @param deadLetters channels of dead letters */
    DeadLetterWatch(
            long allowed, Supplier<? extends Collection<ChannelFigures>> channels, Supplier<Set<String>> deadLetters) {
        this.allowed = allowed;
        this.channels = channels;
        this.deadLetters = deadLetters;
    }

    @Override
    public AlarmKind kind() {
        return AlarmKind.DEAD_LETTERS;
    }

    @Override
    public Sighting look(Set<String> open) {
        Map<String, String> waiting = new LinkedHashMap<>();
        for (ChannelFigures figures : channels.get()) {
            String name = figures.name();
            if (deadLetters.get().contains(name) && figures.current() > (open.contains(name) ? 0 : allowed)) {
                waiting.put(name, words(figures));
            }
        }
        return Sighting.of(waiting);
    }

    private static String words(ChannelFigures figures) {
        return figures.current() == 1
                ? "1 dead letter waits in " + figures.name()
                : String.format("%,d dead letters wait in %s", figures.current(), figures.name());
    }
}
