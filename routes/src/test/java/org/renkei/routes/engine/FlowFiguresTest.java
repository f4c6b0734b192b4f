package org.renkei.routes.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.database.SettableClock;
import org.renkei.routes.application.Application;
import org.renkei.routes.application.Outcome;
import org.renkei.routes.flow.Flow;
import org.renkei.routes.flow.FlowFiles;
import org.renkei.tracking.journey.JourneyState;
import org.renkei.tracking.journey.Place;
import org.renkei.tracking.journey.StepEvent;
import org.renkei.tracking.journey.StepOutcome;

/** What is counted of jobs, passes and ways, and how rates follow. */
class FlowFiguresTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path dir;

    private final AtomicBoolean second = new AtomicBoolean();
    private RunningEngine renkei;

    @AfterEach
    void stop() {
        if (renkei != null) {
            renkei.close();
        }
    }

    @Test
    void shouldCountJobsPassesAndWaysAsTheyAreCommitted() {
        renkei = RunningEngine.in(dir)
                .channels("""
                        in: {kind: persistent}
                        sort: {kind: persistent}
                        left: {kind: volatile}
                        right: {kind: persistent}
                        meet: {kind: persistent}
                        pay: {kind: persistent}
                        mail-in: {kind: persistent}
                        mail: {kind: persistent}
                        """)
                .application("work", (Application) job -> Outcome.done())
                .application("twice", (Application)
                        job -> second.getAndSet(true) ? Outcome.done() : Outcome.again(Duration.ZERO, "once more"))
                .application("picky", (Application)
                        job -> job.text().contains("bad") ? Outcome.failed("bad") : Outcome.done())
                .flow("""
                        flow: orders
                        start: in
                        accept: {format: json}
                        steps:
                          sort: {channel: sort, bean: twice, next: [left, right]}
                          left: {channel: left, bean: work, next: meet}
                          right: {channel: right, bean: work, next: meet}
                          meet: {channel: meet, bean: work, join: 1h, undo: {bean: work}, next: pay}
                          pay: {channel: pay, bean: picky, next: [end, "flow:mail"]}
                        """)
                .flow("""
                        flow: mail
                        start: mail-in
                        steps:
                          mail: {channel: mail, bean: picky, next: end}
                        """)
                .start();
        try (JMSContext shop = renkei.connect()) {
            for (String body : List.of("{\"good\":1}", "{\"bad\":1}", "no json")) {
                shop.createProducer().send(shop.createQueue("in"), body);
            }
            shop.createProducer().send(shop.createQueue("mail-in"), "bad");
        }
        await().atMost(PATIENCE).untilAsserted(() -> check(renkei.engine().figures()));
        await().atMost(PATIENCE).until(() -> renkei.engine().figures().all().startedPerSecond() > 0);
        await().atMost(PATIENCE)
                .until(() ->
                        step(renkei.engine().figures().flows().get(0), null).mean() != null);
    }

    private static void check(FlowFigures.Snapshot figures) {
        FlowFigures.FlowPart orders = flow(figures, "orders");
        FlowFigures.FlowPart mail = flow(figures, "mail");
        assertThat(orders.jobs().started()).isEqualTo(3);
        assertThat(orders.jobs().ended())
                .containsOnly(
                        entry(JourneyState.COMPLETED, 1L),
                        entry(JourneyState.FAILED, 1L),
                        entry(JourneyState.COMPENSATED, 1L),
                        entry(JourneyState.EXPIRED, 0L));
        assertThat(mail.jobs().started()).isEqualTo(2);
        assertThat(figures.all().started()).isEqualTo(5);
        assertThat(figures.all().ended()).containsEntry(JourneyState.FAILED, 2L);
        assertThat(ways(orders.start())).containsOnly(entry("sort", 2L), entry("dead letters", 1L));
        assertThat(ways(step(orders, "sort"))).containsOnly(entry("left", 2L), entry("right", 2L));
        assertThat(ways(step(orders, "left"))).containsOnly(entry("meet", 2L));
        assertThat(ways(step(orders, "meet"))).containsOnly(entry("pay", 2L));
        assertThat(ways(step(orders, "pay")))
                .containsOnly(entry("end", 1L), entry("flow:mail", 1L), entry("undo:meet", 1L));
        assertThat(passes(step(orders, "sort")))
                .containsOnly(entry(StepOutcome.DONE, 2L), entry(StepOutcome.AGAIN, 1L));
        assertThat(passes(step(orders, "meet")))
                .containsOnly(
                        entry(StepOutcome.WAITING, 2L), entry(StepOutcome.DONE, 2L), entry(StepOutcome.UNDONE, 1L));
        assertThat(ways(step(mail, "mail"))).containsOnly(entry("end", 1L), entry("dead letters", 1L));
    }

    @Test
    void shouldNotTakeANoteToAJoinForAWayBack() {
        renkei = RunningEngine.in(dir)
                .channels("""
                        in: {kind: persistent}
                        sort: {kind: persistent}
                        left: {kind: persistent}
                        right: {kind: persistent}
                        meet: {kind: persistent}
                        """)
                .application("work", (Application) job -> Outcome.done())
                .application("never", (Application) job -> Outcome.failed("bad"))
                .flow("""
                        flow: orders
                        start: in
                        steps:
                          sort: {channel: sort, bean: work, next: [left, right]}
                          left: {channel: left, bean: work, undo: {bean: work}, next: meet}
                          right: {channel: right, bean: never, next: meet}
                          meet: {channel: meet, bean: work, join: 1h, undo: {bean: work}, next: end}
                        """)
                .start();
        try (JMSContext shop = renkei.connect()) {
            shop.createProducer().send(shop.createQueue("in"), "x");
        }

        await().atMost(PATIENCE).untilAsserted(() -> {
            FlowFigures.FlowPart orders = renkei.engine().figures().flows().get(0);
            assertThat(orders.jobs().endedTotal()).isEqualTo(1);
            assertThat(ways(step(orders, "right"))).containsOnly(entry("meet", 1L));
            assertThat(ways(step(orders, "meet"))).containsOnly(entry("undo:left", 1L));
            assertThat(ways(step(orders, "left"))).containsOnly(entry("meet", 1L));
        });
    }

    private static FlowFigures.FlowPart flow(FlowFigures.Snapshot figures, String name) {
        return figures.flows().stream()
                .filter(flow -> flow.flow().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** @param name null for the first */
    private static FlowFigures.StepPart step(FlowFigures.FlowPart flow, String name) {
        return flow.steps().stream()
                .filter(step -> name == null || step.step().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Long> ways(FlowFigures.StepPart step) {
        return ways(step.arrows());
    }

    private static Map<String, Long> ways(List<FlowFigures.Arrow> arrows) {
        return arrows.stream().collect(Collectors.toMap(FlowFigures.Arrow::to, FlowFigures.Arrow::total));
    }

    private static Map<StepOutcome, Long> passes(FlowFigures.StepPart step) {
        return step.passes().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, pass -> pass.getValue().total()));
    }

    @Test
    void shouldForgetInItsRatesWhatIsLongerAgoThanTheirTime() throws IOException {
        SettableClock clock = new SettableClock("1970-01-01T00:00:00Z");
        try (FlowFigures figures = new FlowFigures(clock)) {
            figures.include(flow());
            for (int second = 0; second < 10; second++) {
                figures.count(start(second));
                figures.count(pass(clock.instant(), Duration.ofMillis(30)));
                clock.advance(Duration.ofSeconds(1));
                figures.sample();
            }
            FlowFigures.Snapshot busy = figures.snapshot();
            assertThat(busy.all().startedPerSecond()).isCloseTo(1, within(0.01));
            assertThat(busy.all().failedPerSecond()).isCloseTo(1, within(0.01));
            assertThat(step(busy.flows().get(0), "only").mean()).isEqualTo(Duration.ofMillis(30));

            for (int second = 0; second < 30; second++) {
                clock.advance(Duration.ofSeconds(1));
                figures.sample();
            }
            FlowFigures.Snapshot quiet = figures.snapshot();
            assertThat(quiet.all().startedPerSecond()).isZero();
            assertThat(quiet.all().started()).isEqualTo(10);
            assertThat(step(quiet.flows().get(0), "only").mean()).isEqualTo(Duration.ofMillis(30));

            for (int second = 0; second < 31; second++) {
                clock.advance(Duration.ofSeconds(1));
                figures.sample();
            }
            assertThat(step(figures.snapshot().flows().get(0), "only").mean()).isNull();
        }
    }

    private Flow flow() throws IOException {
        Files.writeString(dir.resolve("f.yaml"), """
                flow: f
                start: in
                steps:
                  only: {channel: only, bean: work, next: end}
                """);
        return FlowFiles.read(dir).get(0);
    }

    private static StepEvent start(int number) {
        return event(
                number,
                0,
                null,
                null,
                Instant.EPOCH,
                Instant.EPOCH,
                StepOutcome.DONE,
                List.of(new Place("", "only", "only", false)));
    }

    private static StepEvent pass(Instant endedAt, Duration took) {
        return event(1, 1, "only", "work", endedAt.minus(took), endedAt, StepOutcome.FAILED, List.of());
    }

    private static StepEvent event(
            int job,
            int seq,
            String step,
            String application,
            Instant startedAt,
            Instant endedAt,
            StepOutcome outcome,
            List<Place> next) {
        return new StepEvent(
                "job-" + job,
                "",
                seq,
                "f",
                "1",
                null,
                null,
                step,
                "only",
                application,
                1,
                false,
                startedAt,
                startedAt,
                endedAt,
                outcome,
                null,
                Map.of(),
                next,
                "node-1");
    }
}
