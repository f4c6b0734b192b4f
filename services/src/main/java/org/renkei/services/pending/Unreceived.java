package org.renkei.services.pending;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.renkei.broker.channel.Channel;
import org.renkei.broker.channel.ChannelFigures;
import org.renkei.broker.channel.Channels;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Channels that held messages at the start and that nothing receives from, as after a step was removed from its flow while
 * jobs waited before it. Thread-safe.
 */
public final class Unreceived {
    private static final Logger log = LoggerFactory.getLogger(Unreceived.class);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final Channels channels;
    private final Supplier<FlowChannels> flows;
    private volatile List<Channel> suspects = List.of();

    public Unreceived(Channels channels, Supplier<FlowChannels> flows) {
        this.channels = channels;
        this.flows = flows;
    }

    /** Looks once, after the start, and warns in the log. Takes up to a second, but only if there is a suspect. */
    public void look() {
        suspects = channels.all().stream().filter(this::isSuspect).toList();
        // the receivers of the user's own routes may still be on their way
        for (long until = System.nanoTime() + PATIENCE.toNanos(); !suspects.isEmpty() && System.nanoTime() < until; ) {
            pause();
            suspects = suspects.stream().filter(Unreceived::isUnreceived).toList();
        }
        suspects.forEach(
                channel -> log.atWarn().addKeyValue("channel", channel.name()).log(sentence(channel.figures())));
    }

    /** A sentence for each channel that {@link #look} found and that is still so. */
    public Map<String, String> problems() {
        Map<String, String> problems = new LinkedHashMap<>();
        suspects.stream()
                .filter(Unreceived::isUnreceived)
                .forEach(channel -> problems.put(channel.name(), sentence(channel.figures())));
        return problems;
    }

    /** Dead letters are there for somebody to fetch. A flow's own channels have workers, if not at this moment. */
    private boolean isSuspect(Channel channel) {
        String name = channel.name();
        return !name.startsWith(Channels.INTERNAL_PREFIX)
                && !flows.get().starts().contains(name)
                && !flows.get().steps().contains(name)
                && !flows.get().deadLetters().contains(name)
                && isUnreceived(channel);
    }

    private static boolean isUnreceived(Channel channel) {
        ChannelFigures figures = channel.figures();
        return figures.consumers() == 0 && figures.current() > 0;
    }

    private static String sentence(ChannelFigures figures) {
        String held = figures.current() == 1 ? "1 message" : figures.current() + " messages";
        return figures.name() + " holds " + held + " and nothing receives from it: was its step removed from a flow?";
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_EVERY.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
