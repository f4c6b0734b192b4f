package org.renkei.tracking.journey;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Makes the events of one job, a second apart. */
public final class JobEvents {

    public static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456Z");

    private final String job;
    private final Instant begin;
    private String flow = "order";
    private String correlationId;
    private String node = "node-1";

    private JobEvents(String job, Instant begin) {
        this.job = job;
        this.begin = begin;
    }

    public static JobEvents of(String job) {
        return new JobEvents(job, NOON);
    }

    public static JobEvents of(String job, Instant begin) {
        return new JobEvents(job, begin);
    }

    public JobEvents flow(String name) {
        this.flow = name;
        return this;
    }

    public JobEvents correlationId(String id) {
        this.correlationId = id;
        return this;
    }

    public JobEvents node(String name) {
        this.node = name;
        return this;
    }

    public static Place to(String step) {
        return new Place("", step, step + "-in", false);
    }

    public static Place to(String branch, String step) {
        return new Place(branch, step, step + "-in", false);
    }

    public static Place toMemory(String branch, String step) {
        return new Place(branch, step, step + "-in", true);
    }

    public StepEvent start(Place... next) {
        return event("", 0, null, StepOutcome.DONE, null, Map.of(), next);
    }

    public StepEvent done(int seq, String step, Place... next) {
        return done("", seq, step, next);
    }

    public StepEvent done(String branch, int seq, String step, Place... next) {
        return event(branch, seq, step, StepOutcome.DONE, null, Map.of(), next);
    }

    public StepEvent doneWith(int seq, String step, Map<String, String> items, Place... next) {
        return event("", seq, step, StepOutcome.DONE, null, items, next);
    }

    public StepEvent again(int seq, String step, String error) {
        return event("", seq, step, StepOutcome.AGAIN, error, Map.of(), to(step));
    }

    /** An operator's, of a job that had failed. */
    public StepEvent takenUp(int seq, String step) {
        return event("", seq, step, null, StepOutcome.AGAIN, "retried by ada", Map.of(), to(step));
    }

    public StepEvent failed(int seq, String step, String error) {
        return failed("", seq, step, error);
    }

    public StepEvent failed(String branch, int seq, String step, String error) {
        return event(branch, seq, step, StepOutcome.FAILED, error, Map.of());
    }

    public StepEvent expired(String branch, int seq, String step) {
        return event(branch, seq, step, StepOutcome.EXPIRED, "too late", Map.of());
    }

    public StepEvent duplicate(String id) {
        return event("dup:" + id, 0, null, StepOutcome.DUPLICATE, "came before", Map.of());
    }

    /** Start, three steps, end. */
    public List<StepEvent> threeSteps() {
        return List.of(
                start(to("stock")), done(1, "stock", to("payment")), done(2, "payment", to("mail")), done(3, "mail"));
    }

    public StepEvent event(
            String branch,
            int seq,
            String step,
            StepOutcome outcome,
            String error,
            Map<String, String> items,
            Place... next) {
        return event(branch, seq, step, step == null ? null : "bean:" + step, outcome, error, items, next);
    }

    private StepEvent event(
            String branch,
            int seq,
            String step,
            String application,
            StepOutcome outcome,
            String error,
            Map<String, String> items,
            Place... next) {
        Instant received = begin.plusSeconds(seq);
        return new StepEvent(
                job,
                branch,
                seq,
                flow,
                "1",
                correlationId,
                null,
                step,
                step == null ? "orders" : step + "-in",
                application,
                1,
                false,
                received.minusMillis(5),
                received,
                received.plus(Duration.ofMillis(7)),
                outcome,
                error,
                items,
                List.of(next),
                node);
    }
}
