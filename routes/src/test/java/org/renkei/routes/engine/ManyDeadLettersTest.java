package org.renkei.routes.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.ChannelSession;
import org.renkei.broker.channel.Channels;
import org.renkei.broker.channel.Priority;
import org.renkei.broker.config.ByteSize;
import org.renkei.routes.application.Application;
import org.renkei.routes.application.Outcome;
import org.renkei.routes.dead.DeadLetter;
import org.renkei.routes.dead.DeadLetters;
import org.renkei.routes.dead.Operation;
import org.renkei.routes.dead.RetryFrom;
import org.renkei.routes.dead.Selection;
import org.renkei.tracking.journey.JourneyState;

/** Thousands of dead letters at once (C4): in seconds, and whatever stops it in the middle, each is done once or not at all. */
class ManyDeadLettersTest {
    private static final int MANY = Integer.getInteger("renkei.letters", 4_000);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path dir;

    private final Map<String, Integer> runs = new ConcurrentHashMap<>();
    private volatile boolean broken;
    private RunningEngine renkei;

    @AfterEach
    void stop() {
        renkei.close();
    }

    @Test
    void c4_shouldRetryTenThousandInSecondsAndTellHowFarItIs() {
        start();
        Set<String> jobs = bury(MANY);
        Set<Long> seen = new TreeSet<>();
        Instant began = Instant.now();

        Operation operation = dead().retry(Selection.builder().flow("f").build(), RetryFrom.STEP, "ada");
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(2)).until(() -> {
            Operation.Report report = operation.report();
            seen.add(report.done());
            return report.state() != Operation.State.RUNNING;
        });

        Duration took = Duration.between(began, Instant.now());
        System.out.printf("%,d dead letters retried in %,d ms%n", MANY, took.toMillis());
        assertThat(operation.report().done()).isEqualTo(MANY);
        assertThat(seen).hasSizeGreaterThan(5);
        assertThat(took).isLessThan(PATIENCE);
        renkei.awaitCount(JourneyState.COMPLETED, MANY);
        assertThat(runs.keySet()).isEqualTo(jobs);
        assertThat(runs.values()).containsOnly(1);
    }

    @Test
    void c4_shouldLeaveEachLetterInTheQueueOrRetryItOnceWhenItIsCancelled() {
        start();
        Set<String> jobs = bury(MANY);

        Operation operation = dead().retry(Selection.all(), RetryFrom.STEP, "ada");
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> operation.report().done() > 0);
        operation.cancel();
        Operation.Report report = ended(operation);

        assertThat(report.state()).isEqualTo(Operation.State.CANCELLED);
        assertThat(report.done()).isPositive().isLessThan(MANY);
        assertEachIsInTheQueueOrRanOnce(jobs, report.done());
    }

    @Test
    void c5_shouldLeaveEachLetterInTheQueueOrRetryItOnceWhenTheSystemStops() {
        start();
        Set<String> jobs = bury(MANY);

        Operation operation = dead().retry(Selection.all(), RetryFrom.STEP, "ada");
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> operation.report().done() > 0);
        dead().close();
        Operation.Report report = operation.report();
        assertThat(report.state()).isEqualTo(Operation.State.CANCELLED);
        renkei.stop();
        renkei.start();

        assertEachIsInTheQueueOrRanOnce(jobs, report.done());
    }

    @Test
    void c4_shouldFindALetterBehindMoreThanMemoryHolds() {
        start();
        Set<String> jobs = bury(MANY);
        String last = jobs.stream().max(Comparator.naturalOrder()).orElseThrow();

        Operation.Report report =
                ended(dead().retry(Selection.builder().jobs(List.of(last)).build(), RetryFrom.STEP, "ada"));

        assertThat(report.state()).as(report.toString()).isEqualTo(Operation.State.DONE);
        assertEachIsInTheQueueOrRanOnce(jobs, 1);
        assertThat(runs).containsOnlyKeys(last);
    }

    @Test
    void c4_shouldNotTouchALetterTwiceThatFailsAgainAtOnce() {
        broken = true;
        start();
        Set<String> jobs = bury(1_000);

        Operation.Report report = ended(dead().retry(Selection.all(), RetryFrom.STEP, "ada"));

        assertThat(report.state()).isEqualTo(Operation.State.DONE);
        assertThat(report.done()).isEqualTo(1_000);
        await().atMost(PATIENCE).until(() -> lying().size() == 1_000);
        assertThat(runs.keySet()).isEqualTo(jobs);
        assertThat(runs.values()).containsOnly(1);
    }

    private void assertEachIsInTheQueueOrRanOnce(Set<String> jobs, long done) {
        await().atMost(PATIENCE).until(() -> runs.size() == done);
        Set<String> all = new HashSet<>(lying());
        assertThat(all).hasSize((int) (jobs.size() - done)).doesNotContainAnyElementsOf(runs.keySet());
        all.addAll(runs.keySet());
        assertThat(all).isEqualTo(jobs);
        assertThat(runs.values()).containsOnly(1);
    }

    private void start() {
        renkei = RunningEngine.in(dir)
                .memory(ByteSize.ofMebibytes(1))
                .channels("in: {kind: persistent}\none: {kind: persistent}")
                .flow("""
                        flow: f
                        start: in
                        steps:
                          one: {channel: one, bean: one, retry: {count: 0}, next: end}
                        """)
                .application("one", (Application) job -> {
                    runs.merge(job.id(), 1, Integer::sum);
                    return broken ? Outcome.failed("broken") : Outcome.done();
                })
                .start();
    }

    private DeadLetters dead() {
        return renkei.engine().deadLetters();
    }

    /** @return the jobs that gave up, without having run */
    private Set<String> bury(int letters) {
        Set<String> jobs = new HashSet<>();
        try (ChannelSession session = renkei.channels().open(Channels.RESULTS)) {
            for (int i = 0; i < letters; i++) {
                Ticket ticket = Ticket.first(JobIds.fresh(), "f", "1").to("one", true);
                // One of high priority that fails again comes before the others.
                ChannelMessage message = ChannelMessage.of("x".repeat(1_024))
                        .withPriority(i % 2 == 0 ? Priority.HIGH : Priority.LOW)
                        .withProperties(TicketProperties.with(Map.of(), ticket));
                session.send(
                        Channels.DEAD,
                        DeadLetter.of(
                                        Channels.DEAD,
                                        message,
                                        ticket.letterId(),
                                        "RNK-3011 broken",
                                        "one",
                                        Instant.now().minusMillis(1))
                                .message());
                jobs.add(ticket.job());
            }
            session.commit();
        }
        return jobs;
    }

    private Set<String> lying() {
        Set<String> jobs = new HashSet<>();
        dead().each(Selection.all(), letter -> jobs.add(letter.message().text(TicketProperties.JOB)));
        return jobs;
    }

    private static Operation.Report ended(Operation operation) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(operation::report, report -> report.state() != Operation.State.RUNNING);
    }
}
