package org.renkei.bench;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Three one-time tasks of db-scheduler in a chain: at its end each is replaced by the next, in one statement. */
final class DbSchedulerContender implements Contender {
    private static final int THREADS = 8;
    private static final Duration POLLING = Duration.ofMillis(100);
    private static final TaskDescriptor<String> ONE = TaskDescriptor.of("one", String.class);
    private static final TaskDescriptor<String> TWO = TaskDescriptor.of("two", String.class);
    private static final TaskDescriptor<String> THREE = TaskDescriptor.of("three", String.class);
    private static final String TABLE = """
            create table scheduled_tasks (
              task_name text not null,
              task_instance text not null,
              task_data bytea,
              execution_time timestamp with time zone not null,
              picked boolean not null,
              picked_by text,
              last_success timestamp with time zone,
              last_failure timestamp with time zone,
              consecutive_failures int,
              last_heartbeat timestamp with time zone,
              version bigint not null,
              primary key (task_name, task_instance));
            create index execution_time_idx on scheduled_tasks (execution_time);
            create index last_heartbeat_idx on scheduled_tasks (last_heartbeat)
            """;

    private final HikariDataSource database;
    private final StepLog log;
    private final List<Task<?>> tasks;
    private Scheduler scheduler;

    DbSchedulerContender(String url, Arrivals arrivals) throws SQLException {
        database = Postgres.pool(url, THREADS + 4);
        Postgres.execute(database, TABLE);
        log = new StepLog(database);
        tasks = List.of(
                Tasks.custom(ONE).execute((job, context) -> {
                    arrivals.began();
                    write(job);
                    return new CompletionHandler.OnCompleteReplace<>(TWO, job.getData());
                }),
                Tasks.custom(TWO).execute((job, context) -> {
                    write(job);
                    return new CompletionHandler.OnCompleteReplace<>(THREE, job.getData());
                }),
                Tasks.oneTime(THREE).execute((job, context) -> {
                    write(job);
                    arrivals.ended(job.getData());
                }));
    }

    private void write(TaskInstance<String> job) {
        try {
            log.write(job.getData(), job.getTaskName());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String name() {
        return "db-scheduler";
    }

    @Override
    public String settings() {
        return "db-scheduler 16.12.0, one-time tasks, each replaced by the next; pollUsingLockAndFetch(1.0, 4.0), threads("
                + THREADS
                + "), pollingInterval(" + POLLING.toMillis() + " ms); each step inserts a row, HikariCP of "
                + database.getMaximumPoolSize();
    }

    @Override
    public void fill(int jobs) {
        scheduler = Scheduler.create(database, tasks)
                .pollUsingLockAndFetch(1.0, 4.0)
                .threads(THREADS)
                .pollingInterval(POLLING)
                .build();
        Stream<TaskInstance<?>> all = IntStream.range(0, jobs)
                .mapToObj(job -> ONE.instance(Integer.toString(job))
                        .data(Arrivals.body(job))
                        .build());
        scheduler.scheduleBatch(all, Instant.now());
    }

    @Override
    public void begin() {
        scheduler.start();
    }

    @Override
    public void settle(int jobs) throws Exception {
        log.settle(jobs, () -> Postgres.number(database, "select count(*) from scheduled_tasks"));
    }

    @Override
    public void rest() throws SQLException {
        scheduler.stop();
        log.clear();
    }

    @Override
    public void close() {
        database.close();
    }
}
