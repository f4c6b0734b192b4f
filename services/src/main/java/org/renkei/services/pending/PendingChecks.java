package org.renkei.services.pending;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.renkei.broker.channel.Channel;
import org.renkei.broker.channel.ChannelFigures;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.Channels;
import org.renkei.database.DatabaseException;

/** Takes pending checks (D4). Thread-safe; a check takes up to two seconds while messages move. */
public final class PendingChecks {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration BETWEEN_READINGS = Duration.ofMillis(200);

    private final Channels channels;
    private final Supplier<FlowChannels> flows;
    private final TrackedJobs tracked;
    private final Reconciliation reconciliation;
    private final Supplier<Map<String, String>> paused;

    /** @param paused the applications that an operator has paused, by the channel that they take from */
    public PendingChecks(
            Channels channels,
            Supplier<FlowChannels> flows,
            TrackedJobs tracked,
            Supplier<Map<String, String>> paused) {
        this.channels = channels;
        this.flows = flows;
        this.tracked = tracked;
        this.reconciliation = new Reconciliation(channels, flows, tracked);
        this.paused = paused;
    }

    /** The whole check: the channels, what tracking says, and whether the two agree. */
    public PendingCheck take() {
        try {
            return compareWhileQuiet();
        } catch (DatabaseException e) {
            return check(
                    depths(),
                    null,
                    false,
                    List.of(),
                    List.of("The tracking database is away: the verdict is from" + " the channels alone. "
                            + e.getMessage()));
        }
    }

    /** The verdict from the channels alone: at once, without a look at tracking. */
    public PendingCheck takeQuickly() {
        return check(depths(), null, false, List.of(), List.of());
    }

    /** The verdict from the channels, and how many messages of jobs tracking knows; the two are not compared. */
    public PendingCheck takeFigures() {
        Long unfinished;
        try {
            unfinished = tracked.openBranches();
        } catch (DatabaseException e) {
            unfinished = null;
        }
        return check(depths(), unfinished, false, List.of(), List.of());
    }

    /**
     * Messages that a drain waits for: those that would be lost, those that applications have or can take now, and those that a
     * database has committed and the broker does not have yet.
     */
    public long underWay() {
        return depths().channels().stream().mapToLong(this::underWay).sum() + channels.onTheirWay();
    }

    /** The paused applications, by name, that a drain waits for in vain; empty if there is none. */
    public String pausedAhead() {
        return new PausedWork(paused.get())
                .names(depths().channels().stream()
                        .filter(channel -> underWay(channel) > 0)
                        .toList());
    }

    private long underWay(ChannelPending channel) {
        if (isDeadLetters(channel.name())) {
            // they leave only when somebody fetches them
            return 0;
        }
        if (flows.get().steps().contains(channel.name())) {
            // scheduled durable messages may be days away: they go on at the next start
            return Math.max(channel.queued() + channel.inProcess(), channel.wouldLose());
        }
        return flows.get().starts().contains(channel.name())
                ? Math.max(channel.inProcess(), channel.wouldLose())
                : channel.wouldLose();
    }

    private PendingCheck compareWhileQuiet() {
        long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Movement before = movement();
            Depths depths = depths();
            long unfinished = tracked.openBranches();
            long inJoins = tracked.inJoins();
            long held = heldByJobs() + inJoins;
            boolean quiet = depths.trackingBacklog() == 0
                    && channels.onTheirWay() == 0
                    && movement().equals(before);
            if (quiet && held == unfinished) {
                return check(depths, unfinished, false, List.of(), joined(inJoins));
            }
            if (quiet && stillQuiet(before)) {
                List<String> differences = reconciliation.differences(held, unfinished);
                return check(depths, unfinished, false, differences, joined(inJoins));
            }
            if (System.nanoTime() > giveUpAt) {
                return check(depths, unfinished, true, List.of(), List.of(inMotion(held, unfinished, depths)));
            }
            pause();
        }
    }

    /** Two looks apart: a message between two channels is in neither for a moment. */
    private boolean stillQuiet(Movement before) {
        pause();
        return movement().equals(before);
    }

    private static List<String> joined(long inJoins) {
        return inJoins == 0
                ? List.of()
                : List.of("Copies of jobs that wait in joins for others: " + inJoins
                        + ". They are in the tracking database, and still there after a stop.");
    }

    private static String inMotion(long held, long unfinished, Depths depths) {
        return "In motion: channels hold " + held + " messages of jobs and tracking knows " + unfinished + ", with "
                + depths.trackingBacklog() + " batches of events on their way, so that the two cannot be compared now.";
    }

    private Depths depths() {
        List<ChannelPending> pending = new ArrayList<>();
        long deadLetters = 0;
        for (Channel channel : channels.all()) {
            ChannelFigures figures = channel.figures();
            boolean dead = isDeadLetters(channel.name());
            deadLetters += dead ? figures.current() : 0;
            boolean judged = dead
                    ? figures.kind() == ChannelKind.VOLATILE
                    : !channel.name().startsWith(Channels.INTERNAL_PREFIX);
            if (judged) {
                pending.add(ChannelPending.of(figures, channels.holdsMemory()));
            }
        }
        return new Depths(List.copyOf(pending), current(Channels.TRACKING), deadLetters);
    }

    private boolean isDeadLetters(String channel) {
        return flows.get().deadLetters().contains(channel) || channel.equals(Channels.DEAD);
    }

    /** Expired messages are on their way to the dead letters, and still jobs under way until they are there. */
    private long heldByJobs() {
        return flows.get().steps().stream().mapToLong(this::current).sum() + current(Channels.EXPIRED);
    }

    private Movement movement() {
        long in = 0;
        long out = 0;
        for (Channel channel : channels.all()) {
            in += channel.figures().in();
            out += channel.figures().out();
        }
        return new Movement(in, out);
    }

    private long current(String channel) {
        return channels.exists(channel) ? channels.channel(channel).figures().current() : 0;
    }

    private PendingCheck check(
            Depths depths, Long unfinished, boolean inMotion, List<String> disagreements, List<String> notes) {
        List<String> waiting = new PausedWork(paused.get()).sentences(depths.channels());
        return new PendingCheck(
                depths.verdict(),
                words(depths),
                depths.channels(),
                depths.queued(),
                depths.scheduled(),
                depths.inProcess(),
                depths.wouldLose(),
                unfinished,
                depths.trackingBacklog(),
                depths.deadLetters(),
                inMotion,
                disagreements,
                Stream.concat(notes.stream(), waiting.stream()).toList());
    }

    /** A loss that no drain can avert is told with its cure. */
    private String words(Depths depths) {
        List<ChannelPending> losing = depths.channels().stream()
                .filter(channel -> channel.wouldLose() > 0)
                .toList();
        String names = new PausedWork(paused.get()).names(losing);
        return names.isEmpty()
                ? depths.words()
                : depths.words() + " A drain waits in vain for what is paused: " + names + ".";
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_READINGS.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Messages that ever came and went: if it is the same twice, nothing moved between. */
    private record Movement(long in, long out) {}
}
