package org.renkei.bench;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobActivator;
import org.jobrunr.storage.sql.postgres.PostgresStorageProvider;

/** Three jobs of JobRunr in a chain: each enqueues the next at its end. The history of states that JobRunr keeps is the record. */
final class JobRunrContender implements Contender {
    private static final Duration POLLING = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Duration LOOK_EVERY = Duration.ofMillis(5);
    private static final int CONNECTIONS = 20;

    private final HikariDataSource database;
    private final Arrivals arrivals;
    private final JobRequestScheduler scheduler;
    private final BackgroundJobServer server;

    JobRunrContender(String url, Arrivals arrivals) {
        this.arrivals = arrivals;
        database = Postgres.pool(url, CONNECTIONS);
        PostgresStorageProvider storage = new PostgresStorageProvider(database);
        Handler handler = new Handler(this);
        JobActivator activator = new JobActivator() {
            @Override
            public <T> T activateJob(Class<T> type) {
                return type.cast(handler);
            }
        };
        scheduler = JobRunr.configure()
                .useJobActivator(activator)
                .useStorageProvider(storage)
                .useBackgroundJobServer(BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                        .andPollInterval(POLLING))
                .initialize()
                .getJobRequestScheduler();
        server = JobRunr.getBackgroundJobServer();
        server.pauseProcessing();
    }

    /** One step of one job. */
    record Step(int number, String body) implements JobRequest {
        @Override
        public Class<Handler> getJobRequestHandler() {
            return Handler.class;
        }
    }

    /** Public, or JobRunr could not call it. */
    public static final class Handler implements JobRequestHandler<Step> {
        private final JobRunrContender contender;

        Handler(JobRunrContender contender) {
            this.contender = contender;
        }

        @Override
        public void run(Step step) {
            if (step.number == 1) {
                contender.arrivals.began();
            }
            if (step.number == 3) {
                contender.arrivals.ended(step.body);
            } else {
                contender.scheduler.enqueue(new Step(step.number + 1, step.body));
            }
        }
    }

    @Override
    public String name() {
        return "JobRunr";
    }

    @Override
    public String settings() {
        return "JobRunr 8.7.0 (open source), PostgresStorageProvider, job requests, each enqueues the next; "
                + POLLING.toSeconds()
                + " s poll interval, its default of "
                + server.getWorkDistributionStrategy().getWorkerCount()
                + " workers; its own history of states is the record, HikariCP of " + CONNECTIONS;
    }

    @Override
    public void fill(int jobs) {
        scheduler.enqueue(IntStream.range(0, jobs).mapToObj(job -> new Step(1, Arrivals.body(job))));
    }

    @Override
    public void begin() {
        server.resumeProcessing();
    }

    @Override
    public void settle(int jobs) throws SQLException {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (succeeded() < 3L * jobs) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(succeeded() + " have succeeded instead of three times " + jobs);
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        long all = Postgres.number(database, "select count(*) from jobrunr_jobs");
        if (all != 3L * jobs) {
            throw new IllegalStateException(all + " are on record instead of three times " + jobs);
        }
    }

    private long succeeded() throws SQLException {
        return Postgres.number(database, "select count(*) from jobrunr_jobs where state = 'SUCCEEDED'");
    }

    @Override
    public void rest() throws SQLException {
        server.pauseProcessing();
        Postgres.execute(database, "truncate jobrunr_jobs");
    }

    @Override
    public void close() {
        JobRunr.destroy();
        database.close();
    }
}
