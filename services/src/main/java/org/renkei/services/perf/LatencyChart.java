package org.renkei.services.perf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Percentiles of the time from send to reply as lines, on a logarithmic scale: one for each load, of the flow and of bare JMS. */
final class LatencyChart {
    private static final int WIDTH = 860;
    private static final int HEIGHT = 380;
    private static final int LEFT = 70;
    private static final int RIGHT = 190;
    private static final int TOP = 16;
    private static final int BOTTOM = 40;
    private static final int LABEL = 15;
    private static final List<String> PERCENTILES = List.of("p50", "p90", "p99", "p99.9");

    private final Latency latency;
    private final int leastExponent;
    private final int mostExponent;

    LatencyChart(Latency latency) {
        this.latency = latency;
        double least = Double.MAX_VALUE;
        double most = Double.MIN_VALUE;
        for (Latency.Load load : latency.loads()) {
            for (Latency.Percentiles times : load.milliseconds().values()) {
                least = Math.min(least, times.p50());
                most = Math.max(most, times.p999());
            }
        }
        this.leastExponent = (int) Math.floor(Math.log10(least));
        this.mostExponent = Math.max(leastExponent + 1, (int) Math.ceil(Math.log10(most)));
    }

    String svg() {
        Svg svg = new Svg(WIDTH, HEIGHT, "Time from send to reply by percentile, in milliseconds, at each load");
        for (int exponent = leastExponent; exponent <= mostExponent; exponent++) {
            double value = Math.pow(10, exponent);
            svg.line("grid", LEFT, y(value), WIDTH - RIGHT, y(value));
            svg.text("axis", LEFT - 8, y(value) + 4, "end", milliseconds(value));
        }
        for (int i = 0; i < PERCENTILES.size(); i++) {
            svg.text("axis", x(i), HEIGHT - BOTTOM + 20, "middle", PERCENTILES.get(i));
        }
        Labels labels = new Labels();
        for (Latency.Load load : latency.loads()) {
            load.milliseconds().forEach((name, times) -> line(svg, labels, load.percent(), name, times));
        }
        return svg.element();
    }

    private void line(Svg svg, Labels labels, int percent, String name, Latency.Percentiles times) {
        String colour = name.equals(latency.flow()) ? "flow" : "bare";
        String css = "line " + colour + " load" + percent;
        List<Double> values = List.of(times.p50(), times.p90(), times.p99(), times.p999());
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(i), y(values.get(i))));
        }
        svg.path(css, points.toString().trim());
        for (int i = 0; i < values.size(); i++) {
            svg.dot("dot " + colour, x(i), y(values.get(i)));
        }
        double end = y(times.p999());
        String text = name + ", " + percent + " %" + (times.keptUp() ? "" : " *");
        svg.text("label " + colour, WIDTH - RIGHT + 10, labels.free(end) + 4, "start", text);
    }

    private static double x(int percentile) {
        return LEFT + percentile * (WIDTH - LEFT - RIGHT) / (double) (PERCENTILES.size() - 1);
    }

    private double y(double value) {
        double share = (Math.log10(value) - leastExponent) / (mostExponent - leastExponent);
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
    }

    private static String milliseconds(double value) {
        return value >= 1_000
                ? String.format(Locale.ROOT, "%,.0f s", value / 1_000)
                : String.format(Locale.ROOT, value < 1 ? "%.1f ms" : "%.0f ms", value);
    }

    /** Places for labels beside the ends of lines, none over another. */
    private static final class Labels {
        private final List<Double> taken = new ArrayList<>();

        double free(double wanted) {
            for (int away = 0; ; away++) {
                for (double place : new double[] {wanted - away, wanted + away}) {
                    if (place > TOP
                            && place < HEIGHT - BOTTOM + LABEL
                            && taken.stream().noneMatch(other -> Math.abs(other - place) < LABEL)) {
                        taken.add(place);
                        return place;
                    }
                }
            }
        }
    }
}
