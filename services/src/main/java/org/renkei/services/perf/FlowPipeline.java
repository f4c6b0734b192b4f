package org.renkei.services.perf;

import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.Channels;
import org.renkei.routes.application.Application;
import org.renkei.routes.application.Job;
import org.renkei.routes.application.Outcome;
import org.renkei.routes.engine.FlowEngine;
import org.renkei.tracking.journey.JourneyState;
import org.renkei.tracking.journey.Journeys;

/** A flow whose applications do nothing. */
final class FlowPipeline implements Pipeline {
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final Duration LONGEST_COUNT = Duration.ofSeconds(10);
    private static final Duration LOOK_EVERY = Duration.ofMillis(1);

    private final FlowEngine engine;
    private final Channels channels;
    private final Journeys journeys;
    private final Connection connection;
    private final PerfSettings settings;
    private final PerfFlow flow;
    private final LastStep lastStep;
    private final DataSource database;
    private final Map<JourneyState, Long> earlier;

    FlowPipeline(
            FlowEngine engine,
            Channels channels,
            Journeys journeys,
            Connection connection,
            PerfSettings settings,
            PerfFlow flow,
            LastStep lastStep,
            DataSource database) {
        this.engine = engine;
        this.channels = channels;
        this.journeys = journeys;
        this.connection = connection;
        this.settings = settings;
        this.flow = flow;
        this.lastStep = lastStep;
        this.database = database;
        this.earlier = journeys.countByState(flow.name());
    }

    @Override
    public String name() {
        return flow.name();
    }

    @Override
    public int hops() {
        return flow.hops();
    }

    @Override
    public Optional<String> comparedWith() {
        return Optional.of(
                flow.kind() == ChannelKind.DATABASE ? BareTable.name(hops()) : BarePipeline.name(flow.kind(), hops()));
    }

    @Override
    public boolean tracked() {
        return flow.tracked();
    }

    @Override
    public Duration move(int messages) throws Exception {
        engine.stopEntrances(LONGEST);
        BareTable.tidy(database);
        int deliveryMode = flow.kind() == ChannelKind.VOLATILE ? DeliveryMode.NON_PERSISTENT : DeliveryMode.PERSISTENT;
        Filling.fill(connection, flow.start(), messages, settings.bodyBytes(), deliveryMode);
        int before = lastStep.ended.get();
        long began = System.nanoTime();
        engine.startEntrances();
        while (lastStep.ended.get() - before < messages || current(flow.steps()) > 0) {
            if (System.nanoTime() - began > LONGEST.toNanos()) {
                throw new IllegalStateException("only " + (lastStep.ended.get() - before) + " of " + messages
                        + " jobs came to the end of " + name());
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        int ended = lastStep.ended.get() - before;
        if (ended != messages) {
            throw new IllegalStateException(ended + " jobs came to the end of " + name() + ", begun were " + messages);
        }
        return took;
    }

    private long current(int hop) {
        return channels.channel(flow.channel(hop)).figures().current();
    }

    @Override
    public void settle() {
        if (!engine.awaitTracking(LONGEST)) {
            throw new IllegalStateException("tracking is behind after " + LONGEST.toSeconds() + " s: "
                    + engine.trackingProblem().orElse("no reason known"));
        }
    }

    /** Its channels are empty; every job that it has moved is tracked as completed, and no other, or none if it is not tracked. */
    @Override
    public void verify() {
        for (int hop = 0; hop <= flow.steps(); hop++) {
            requireEmpty(hop);
        }
        Map<JourneyState, Long> counted = journeys.countByState(flow.name());
        counted.replaceAll((state, jobs) -> jobs - earlier.getOrDefault(state, 0L));
        long completed = counted.getOrDefault(JourneyState.COMPLETED, 0L);
        long all = counted.values().stream().mapToLong(Long::longValue).sum();
        long expected = flow.tracked() ? lastStep.ended.get() : 0;
        if (completed != expected || all != expected) {
            throw new IllegalStateException(
                    "tracking knows of " + counted + " of " + name() + ", moved and to be tracked were " + expected);
        }
    }

    /** The figures of a table are as old as its last count. */
    private void requireEmpty(int hop) {
        long deadline = System.nanoTime() + LONGEST_COUNT.toNanos();
        while (current(hop) > 0) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(current(hop) + " messages are left in " + flow.channel(hop));
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    /** Does nothing, and counts how often. */
    static final class LastStep implements Application {
        private final AtomicInteger ended = new AtomicInteger();

        @Override
        public Outcome process(Job job) {
            ended.incrementAndGet();
            return Outcome.done();
        }
    }
}
