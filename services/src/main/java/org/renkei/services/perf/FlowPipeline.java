package org.renkei.services.perf;

import jakarta.jms.Connection;
import java.time.Duration;
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

/** A tracked flow whose applications do nothing. */
final class FlowPipeline implements Pipeline {
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final Duration LOOK_EVERY = Duration.ofMillis(1);

    private final FlowEngine engine;
    private final Channels channels;
    private final Connection connection;
    private final PerfSettings settings;
    private final PerfFlow flow;
    private final LastStep lastStep;
    private final DataSource database;

    FlowPipeline(
            FlowEngine engine,
            Channels channels,
            Connection connection,
            PerfSettings settings,
            PerfFlow flow,
            LastStep lastStep,
            DataSource database) {
        this.engine = engine;
        this.channels = channels;
        this.connection = connection;
        this.settings = settings;
        this.flow = flow;
        this.lastStep = lastStep;
        this.database = database;
    }

    @Override
    public String name() {
        return flow.name();
    }

    @Override
    public int hops() {
        return flow.steps() + 1;
    }

    @Override
    public Optional<String> comparedWith() {
        return Optional.of(flow.kind() == ChannelKind.DATABASE ? BareTable.name(hops()) : BarePipeline.name(hops()));
    }

    @Override
    public Duration move(int messages) throws Exception {
        engine.stopEntrances(LONGEST);
        BareTable.tidy(database);
        Filling.fill(connection, flow.start(), messages, settings.bodyBytes());
        lastStep.ended.set(0);
        long began = System.nanoTime();
        engine.startEntrances();
        while (lastStep.ended.get() < messages
                || channels.channel(flow.channel(flow.steps())).figures().current() > 0) {
            if (System.nanoTime() - began > LONGEST.toNanos()) {
                throw new IllegalStateException(
                        "only " + lastStep.ended.get() + " of " + messages + " jobs came to the end of " + name());
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    @Override
    public void settle() {
        engine.awaitTracking(LONGEST);
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
