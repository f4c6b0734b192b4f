package org.renkei.bench;

import jakarta.jms.JMSException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.routes.application.Outcome;

/**
 * A whole job through a flow of three steps, from the producer to the last row of tracking: one operation is one job, all threads
 * counted. Channels and the tracking database are in memory.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx2g", "-XX:+UseParallelGC", "-Djmh.shutdownTimeout=1"})
public class VolatileFlowBenchmark {
    private static final int JOBS = 5_000;
    private static final long LONGEST_SECONDS = 60;
    private static final String BODY = "x".repeat(1_024);
    private static final String FLOW = """
            flow: bench
            start: bench-in
            steps:
              one:   {channel: bench-one, bean: nothing, next: two}
              two:   {channel: bench-two, bean: nothing, next: three}
              three: {channel: bench-three, bean: last, next: end}
            """;

    private FlowBed bed;
    private volatile CountDownLatch ended;

    /** Starts broker, tracking and engine. */
    @Setup
    public void start() throws IOException, JMSException {
        bed = new FlowBed(FLOW, ChannelKind.VOLATILE, Map.of("nothing", job -> Outcome.done(), "last", job -> {
            ended.countDown();
            return Outcome.done();
        }));
    }

    /** Moves some, and waits for all of them. */
    @Benchmark
    @OperationsPerInvocation(JOBS)
    public void threeSteps() throws JMSException, InterruptedException {
        ended = new CountDownLatch(JOBS);
        bed.send(JOBS, job -> BODY);
        if (!ended.await(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(ended.getCount() + " of " + JOBS + " jobs are not through");
        }
        bed.awaitTracking();
    }

    /** Stops all of it. */
    @TearDown
    public void stop() throws IOException, JMSException {
        bed.close();
    }
}
