package org.renkei.bench;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.renkei.tracking.journey.Place;
import org.renkei.tracking.journey.StepEvent;
import org.renkei.tracking.journey.StepEventJson;
import org.renkei.tracking.journey.StepOutcome;

/** The events of a batch on their way to the tracking database: one operation is one event. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TrackingLetterBenchmark {
    private static final int EVENTS = 20;

    private final List<StepEvent> events =
            IntStream.range(0, EVENTS).mapToObj(TrackingLetterBenchmark::event).toList();
    private final byte[] letter = StepEventJson.encode(events);

    private static StepEvent event(int number) {
        Instant queued = Instant.parse("2026-01-01T00:00:00.123456Z");
        return new StepEvent(
                UUID.nameUUIDFromBytes(new byte[] {(byte) number}).toString(),
                "",
                number,
                "orders",
                "4f2a9c01",
                "order-" + number,
                null,
                "payment",
                "payment-in",
                "payment",
                1,
                false,
                queued,
                queued.plusMillis(3),
                queued.plusMillis(4),
                StepOutcome.DONE,
                null,
                Map.of(),
                List.of(new Place("", "shipping", "shipping-in", false)),
                "node-1");
    }

    /** In the worker, before the commit. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public byte[] encode() {
        return StepEventJson.encode(events);
    }

    /** In the tracking writer. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public List<StepEvent> decode() {
        return StepEventJson.decode(letter);
    }
}
