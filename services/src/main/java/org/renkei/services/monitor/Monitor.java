package org.renkei.services.monitor;

import java.time.Clock;
import org.renkei.routes.engine.FlowEngine;
import org.renkei.routes.engine.FlowFigures;

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
        FlowFigures.Jobs jobs = engine.figures().all();
        return new JobHistory.Counts(jobs.started(), jobs.endedTotal(), jobs.failedTotal());
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
