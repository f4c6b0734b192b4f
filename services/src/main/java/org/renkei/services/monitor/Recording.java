package org.renkei.services.monitor;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread {@code renkei-history}: looks at channels and jobs every two seconds, so that their histories go on. */
public final class Recording implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Recording.class);
    private static final Duration PERIOD = Duration.ofSeconds(2);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(2);

    private final ChannelHistory channels;
    private final JobHistory jobs;
    private final ScheduledExecutorService thread;

    /** Looks from now on, until {@link #close}. */
    public Recording(ChannelHistory channels, JobHistory jobs) {
        this.channels = channels;
        this.jobs = jobs;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread named = new Thread(task, "renkei-history");
            named.setDaemon(true);
            return named;
        });
        thread.scheduleWithFixedDelay(this::look, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            channels.sample();
            jobs.sample();
        } catch (RuntimeException e) {
            // An executor would end the thread with its task; the next look may well succeed.
            log.atWarn().setCause(e).log("not looked at channels and jobs for their history");
        }
    }

    /** Ends the thread within two seconds; what is kept can still be asked for. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(LONGEST_CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
                log.atWarn().log("the history did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
