package org.renkei.services.perf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.renkei.broker.channel.ChannelKind;

/**
 * A flow of so many steps in a row over channels of one kind, written as a user would write it.
 *
 * @param tracked false for one whose events {@link UntrackedChannels} drop
 */
record PerfFlow(ChannelKind kind, int steps, boolean tracked) {

    PerfFlow(ChannelKind kind, int steps) {
        this(kind, steps, true);
    }

    String name() {
        return (tracked ? "" : UntrackedChannels.PREFIX) + kind.name().toLowerCase(Locale.ROOT) + "-" + steps;
    }

    /** Queues that each job is received from: the start, then one for each step. */
    int hops() {
        return steps + 1;
    }

    String start() {
        return channel(0);
    }

    /** @param hop 0 for the start, then one for each step */
    String channel(int hop) {
        return name() + "." + hop;
    }

    List<String> channels() {
        List<String> channels = new ArrayList<>();
        for (int hop = 0; hop <= steps; hop++) {
            channels.add(channel(hop));
        }
        return channels;
    }

    /** Of the bare pipeline beside it. */
    List<String> bareQueues() {
        return channels().stream().map(channel -> "bare-" + channel).toList();
    }

    /** The name of the application of its last step. */
    String lastApplication() {
        return "last-of-" + name();
    }

    String yaml() {
        StringBuilder yaml = new StringBuilder("flow: " + name() + "\nstart: " + start() + "\nsteps:\n");
        for (int step = 1; step <= steps; step++) {
            boolean last = step == steps;
            yaml.append("  step-%d: {channel: %s, bean: %s, next: %s}%n"
                    .formatted(
                            step,
                            channel(step),
                            last ? lastApplication() : "nothing",
                            last ? "end" : "step-" + (step + 1)));
        }
        return yaml.toString();
    }
}
