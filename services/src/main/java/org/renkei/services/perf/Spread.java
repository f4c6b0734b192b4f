package org.renkei.services.perf;

import java.util.List;

/** Where measured values lie. */
record Spread(double median, double min, double max) {
    /** @param values at least one */
    static Spread of(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Spread(rounded(median), rounded(sorted.get(0)), rounded(sorted.get(sorted.size() - 1)));
    }

    /** Three digits are more than such a measurement is worth. */
    private static double rounded(double value) {
        double unit = value >= 100 ? 1 : 1_000;
        return Math.round(value * unit) / unit;
    }
}
