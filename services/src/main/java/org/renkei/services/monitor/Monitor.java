package org.renkei.services.monitor;

import java.time.Clock;
import org.renkei.routes.engine.FlowEngine;
import org.renkei.tracking.journey.JourneyState;

/** What all who watch share: one look at the channels a second, and what channels and jobs did before. Thread-safe. */
public final class Monitor implements AutoCloseable {
    private final Snapshots snapshots;
    private final ChannelHistory channelHistory;
    private final JobHistory jobHistory;
    private final Recording recording;

    /** Looks from now on, until {@link #close}. */
    public Monitor(Snapshots snapshots, FlowEngine engine, Clock clock) {
        this.snapshots = snapshots;
        this.channelHistory = new ChannelHistory(snapshots, clock);
        this.jobHistory = new JobHistory(() -> jobs(engine), clock);
        this.recording = new Recording(channelHistory, jobHistory);
    }

    private static JobHistory.Counts jobs(FlowEngine engine) {
        var jobs = engine.figures().all();
        long ended = jobs.ended().values().stream().mapToLong(Long::longValue).sum();
        long failed = jobs.ended().getOrDefault(JourneyState.FAILED, 0L)
                + jobs.ended().getOrDefault(JourneyState.EXPIRED, 0L);
        return new JobHistory.Counts(jobs.started(), ended, failed);
    }

    public Snapshots snapshots() {
        return snapshots;
    }

    public ChannelHistory channels() {
        return channelHistory;
    }

    public JobHistory jobs() {
        return jobHistory;
    }

    @Override
    public void close() {
        recording.close();
    }
}
