package org.renkei.services.perf;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Runs the pipelines round by round, in shuffled order, and keeps the rates of every round but the first. Each pipeline moves for as
 * long as the others, with as many messages as it is likely to move in that time.
 */
final class Measurement {
    /** At least, besides the first one. */
    private static final int LEAST_ROUNDS = 3;

    private static final int LEAST_MESSAGES = 200;
    private static final int FIRST_MESSAGES = 500;
    private static final Duration ENOUGH_FOR_MORE = Duration.ofMinutes(1);

    private final List<Pipeline> pipelines;
    private final int mostMessages;
    private final Consumer<String> progress;
    private final Map<String, List<Double>> rates = new LinkedHashMap<>();
    private final Map<String, Cost> costs = new HashMap<>();
    private final Random shuffle = new Random(1);

    /** What a message took last, in nanoseconds. */
    private record Cost(double move, double whole) {}

    /** @param mostMessages in one round through one pipeline */
    Measurement(List<Pipeline> pipelines, int mostMessages, Consumer<String> progress) {
        this.pipelines = pipelines;
        this.mostMessages = mostMessages;
        this.progress = progress;
        for (Pipeline pipeline : pipelines) {
            rates.put(pipeline.name(), new ArrayList<>());
            rates.put(untilTracked(pipeline.name()), new ArrayList<>());
        }
    }

    /**
     * @param rounds to measure, besides the first ones, which are dropped
     * @param within which time; there may be fewer rounds, but not fewer than three
     * @return messages a second, by the pipeline's name, the same round at the same index
     */
    Map<String, List<Double>> run(int rounds, Duration within) throws Exception {
        long deadline = System.nanoTime() + within.toNanos();
        warm();
        if (within.compareTo(ENOUGH_FOR_MORE) > 0) {
            measureRound("warming up", Duration.ofNanos((deadline - System.nanoTime()) / (rounds + 1)));
            rates.values().forEach(List::clear);
        }
        for (int round = 1; round <= rounds; round++) {
            long remaining = deadline - System.nanoTime();
            if (remaining <= 0 && round > LEAST_ROUNDS) {
                break;
            }
            measureRound("round " + round, Duration.ofNanos(Math.max(0, remaining / (rounds - round + 1))));
        }
        verify();
        return rates;
    }

    /** @throws IllegalStateException if not all that was moved is accounted for */
    void verify() {
        pipelines.forEach(Pipeline::verify);
    }

    /** Each pipeline once, with as many messages as there is time for, but with some. */
    void measureRound(String name, Duration within) throws Exception {
        double each = within.toNanos() / overhead();
        for (Pipeline pipeline : shuffled()) {
            int messages = (int)
                    Math.min(mostMessages, each / costs.get(pipeline.name()).move());
            run(name, pipeline, Math.max(Math.min(mostMessages, LEAST_MESSAGES), messages), true);
        }
    }

    /** Nobody's first round counts, and what it took tells how many messages the next ones have time for. */
    void warm() throws Exception {
        for (Pipeline pipeline : shuffled()) {
            run("warming up", pipeline, Math.min(mostMessages, FIRST_MESSAGES), false);
        }
    }

    /** So far, as {@link #run(int, Duration)} gives them. */
    Map<String, List<Double>> rates() {
        return rates;
    }

    private List<Pipeline> shuffled() {
        List<Pipeline> order = new ArrayList<>(pipelines);
        Collections.shuffle(order, shuffle);
        return order;
    }

    /** The time of a round in times that each of its pipelines moves. */
    private double overhead() {
        return costs.values().stream()
                .mapToDouble(cost -> cost.whole() / cost.move())
                .sum();
    }

    private void run(String when, Pipeline pipeline, int messages, boolean counts) throws Exception {
        long began = System.nanoTime();
        Duration took = pipeline.move(messages);
        long filling = System.nanoTime() - began - took.toNanos();
        pipeline.settle();
        long whole = System.nanoTime() - began;
        costs.put(pipeline.name(), new Cost(took.toNanos() / (double) messages, whole / (double) messages));
        double rate = messages / (took.toNanos() / 1e9);
        progress.accept(String.format("  %-10s  %-22s %,8.0f/s  %,7d messages", when, pipeline.name(), rate, messages));
        if (counts) {
            rates.get(pipeline.name()).add(rate);
            rates.get(untilTracked(pipeline.name())).add(messages / ((whole - filling) / 1e9));
        }
    }

    static String untilTracked(String pipeline) {
        return pipeline + "-until-tracked";
    }
}
