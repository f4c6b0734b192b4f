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

/** The figures of a running system, looked at when they are asked for. Thread-safe. */
public final class RunningFigures {
    private final String node;
    private final Instant startedAt;
    private final Lifecycle lifecycle;
    private final Channels channels;
    private final FlowEngine engine;
    private final Clock clock;

    /** @param node the name of this process in tracking */
    public RunningFigures(
            String node, Instant startedAt, Lifecycle lifecycle, Channels channels, FlowEngine engine, Clock clock) {
        this.node = node;
        this.startedAt = startedAt;
        this.lifecycle = lifecycle;
        this.channels = channels;
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

    /** One look at each channel. */
    List<ChannelFigures> channelFigures() {
        return channels.all().stream().map(Channel::figures).toList();
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
        names.forEach(name -> letters.put(name, channels.channel(name).figures().current()));
        return letters;
    }

    /** Dead letters that their channel did not take. */
    long deadLetterFiles() {
        return engine.deadLetters().inFiles();
    }

    /** Messages with tracking events that wait for the tracking database. */
    long trackingBacklog() {
        return channels.channel(Channels.TRACKING).figures().current();
    }

    /** Messages in databases that are on their way to channels elsewhere, tracking events among them. */
    long relayBacklog() {
        return channels.onTheirWay();
    }
}
