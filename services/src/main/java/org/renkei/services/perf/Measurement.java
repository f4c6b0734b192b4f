package org.renkei.services.perf;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/** Runs the pipelines round by round, in shuffled order, and keeps the rates of every round but the first. */
final class Measurement {
    private static final int LEAST_ROUNDS = 3;

    private final PerfSettings settings;
    private final List<Pipeline> pipelines;
    private final Consumer<String> progress;
    private final Map<String, List<Double>> rates = new LinkedHashMap<>();
    private final Random shuffle = new Random(1);

    Measurement(PerfSettings settings, List<Pipeline> pipelines, Consumer<String> progress) {
        this.settings = settings;
        this.pipelines = pipelines;
        this.progress = progress;
        pipelines.forEach(pipeline -> rates.put(pipeline.name(), new ArrayList<>()));
        pipelines.forEach(pipeline -> rates.put(untilTracked(pipeline), new ArrayList<>()));
    }

    /** @return messages a second, by the pipeline's name, the same round at the same index */
    Map<String, List<Double>> run() throws Exception {
        long began = System.nanoTime();
        for (int round = 0; round < settings.rounds(); round++) {
            boolean enough = System.nanoTime() - began > settings.enough().toNanos();
            if (enough && round >= LEAST_ROUNDS) {
                break;
            }
            runRound(round);
        }
        return rates;
    }

    private void runRound(int round) throws Exception {
        List<Pipeline> order = new ArrayList<>(pipelines);
        Collections.shuffle(order, shuffle);
        for (Pipeline pipeline : order) {
            long began = System.nanoTime();
            Duration took = pipeline.move(settings.messages());
            long filling = System.nanoTime() - began - took.toNanos();
            pipeline.settle();
            Duration settled = Duration.ofNanos(System.nanoTime() - began - filling);
            progress.accept(String.format(
                    "  round %d%s: %-13s %,8.0f/s",
                    round, round == 0 ? " (dropped)" : "", pipeline.name(), rate(took)));
            if (round > 0) {
                rates.get(pipeline.name()).add(rate(took));
                rates.get(untilTracked(pipeline)).add(rate(settled));
            }
        }
    }

    static String untilTracked(Pipeline pipeline) {
        return untilTracked(pipeline.name());
    }

    static String untilTracked(String pipeline) {
        return pipeline + "-until-tracked";
    }

    private double rate(Duration took) {
        return settings.messages() / (took.toNanos() / 1e9);
    }
}
