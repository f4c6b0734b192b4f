package org.renkei.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.renkei.routes.engine.JobResult;
import org.renkei.tracking.journey.Journey;
import org.renkei.tracking.journey.StepEvent;

/** A job that was submitted to a {@link TestRenkei}. Its questions wait for its end, up to 30 seconds. Thread-safe. */
public final class TestJob {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String id;
    private final CompletableFuture<JobResult> result;
    private final TestRenkei renkei;

    TestJob(String id, CompletableFuture<JobResult> result, TestRenkei renkei) {
        this.id = id;
        this.result = result;
        this.renkei = renkei;
    }

    /** Unique. */
    public String id() {
        return id;
    }

    /**
     * What a producer that waits is told.
     *
     * @throws AssertionError if the job does not end within 30 seconds; it says where the job is
     */
    public JobResult result() {
        try {
            return result.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError(
                    "job " + id + " has not ended within " + PATIENCE.toSeconds() + " s, it has passed "
                            + steps().stream().map(StepEvent::step).toList());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } catch (ExecutionException e) {
            throw new AssertionError("there is no result of job " + id, e);
        }
    }

    /** What tracking knows of the whole. */
    public Journey journey() {
        result();
        return renkei.journey(id);
    }

    /** The items that its flow recorded, by name. */
    public Map<String, String> items() {
        result();
        Map<String, String> items = new TreeMap<>();
        renkei.steps(id).forEach(event -> items.putAll(event.items()));
        return items;
    }

    /** What tracking knows of its passes through steps so far, in their order; the start of the job is not among them. */
    public List<StepEvent> steps() {
        return renkei.steps(id).stream().filter(event -> !event.isStart()).toList();
    }
}
