package org.renkei.services.monitor;

import java.time.Duration;
import org.renkei.database.RepeatedWork;

/** The thread {@code renkei-history}: looks at channels and jobs every two seconds, so that their histories go on. */
public final class Recording implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofSeconds(2);

    private final ChannelHistory channels;
    private final JobHistory jobs;
    private final RepeatedWork rounds = new RepeatedWork("renkei-history", this::look);

    /** Looks from now on, until {@link #close}. */
    public Recording(ChannelHistory channels, JobHistory jobs) {
        this.channels = channels;
        this.jobs = jobs;
        rounds.start(Duration.ZERO, PERIOD);
    }

    private void look() {
        channels.sample();
        jobs.sample();
    }

    /** Ends the thread; what is kept can still be asked for. */
    @Override
    public void close() {
        rounds.close();
    }
}
