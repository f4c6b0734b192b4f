package org.renkei.services.metrics;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.renkei.broker.channel.Channel;
import org.renkei.broker.channel.ChannelFigures;
import org.renkei.broker.channel.Channels;
import org.renkei.routes.engine.FlowEngine;
import org.renkei.routes.engine.FlowFigures;
import org.renkei.services.lifecycle.Lifecycle;
import org.renkei.services.lifecycle.LifecycleState;
import org.renkei.services.lifecycle.StageReport;
import org.renkei.services.monitor.Snapshots;

/** The figures of a running system, looked at when they are asked for; those of channels at most once a second. Thread-safe. */
public final class RunningFigures {
    private final String node;
    private final Instant startedAt;
    private final Lifecycle lifecycle;
    private final Channels channels;
    private final Snapshots snapshots;
    private final FlowEngine engine;
    private final Clock clock;

    /**
     * @param node the name of this process in tracking
     * @param snapshots of these channels, shared with all who watch
     */
    public RunningFigures(
            String node,
            Instant startedAt,
            Lifecycle lifecycle,
            Channels channels,
            Snapshots snapshots,
            FlowEngine engine,
            Clock clock) {
        this.node = node;
        this.startedAt = startedAt;
        this.lifecycle = lifecycle;
        this.channels = channels;
        this.snapshots = snapshots;
        this.engine = engine;
        this.clock = clock;
    }

    String node() {
        return node;
    }

    Instant startedAt() {
        return startedAt;
    }

    Duration uptime() {
        return Duration.between(startedAt, clock.instant());
    }

    LifecycleState state() {
        return lifecycle.state();
    }

    /** May take seconds while a database is away, because it is asked. */
    List<StageReport> stages() {
        return lifecycle.stages();
    }

    /** The declared channels, then the internal ones. */
    List<Channel> channels() {
        return channels.all();
    }

    /** The look at each channel that everybody shares. */
    List<ChannelFigures> channelFigures() {
        return snapshots.now().channels();
    }

    /** The same of one channel, which must be there. */
    ChannelFigures channelFigures(String name) {
        return snapshots.now().channel(name).orElseThrow();
    }

    FlowFigures.Snapshot flows() {
        return engine.figures();
    }

    /** Jobs of volatile channels that were marked LOST since the start. */
    long jobsLost() {
        return engine.lostSinceStart();
    }

    /** How many lie in each channel of dead letters. */
    Map<String, Long> deadLetters() {
        Set<String> names = new LinkedHashSet<>(List.of(Channels.DEAD));
        engine.flows().forEach(flow -> names.add(flow.deadLetter()));
        Map<String, Long> letters = new LinkedHashMap<>();
        names.forEach(name -> letters.put(name, channelFigures(name).current()));
        return letters;
    }

    /** Dead letters that their channel did not take. */
    long deadLetterFiles() {
        return engine.deadLetters().inFiles();
    }

    /** Messages with tracking events that wait for the tracking database. */
    long trackingBacklog() {
        return channelFigures(Channels.TRACKING).current();
    }

    /** Messages in databases that are on their way to channels elsewhere, tracking events among them. */
    long relayBacklog() {
        return channels.onTheirWay();
    }
}
