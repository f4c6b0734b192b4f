package org.renkei.services.perf;

import java.util.Locale;
import java.util.Map;

/** Ratios as bars, each with a whisker from its least to its greatest value, and a line at 1. */
final class RatioChart {
    private static final int WIDTH = 860;
    private static final int LEFT = 210;
    private static final int RIGHT = 60;
    private static final int TOP = 14;
    private static final int ROW = 26;
    private static final int BAR = 14;
    private static final int AXIS = 34;
    private static final double FINE = 0.2;
    private static final double COARSE = 0.5;

    private final Map<String, Spread> ratios;
    private final double step;
    private final double most;
    private final int height;

    RatioChart(Map<String, Spread> ratios) {
        this.ratios = ratios;
        double greatest =
                ratios.values().stream().mapToDouble(Spread::max).max().orElse(1);
        this.step = greatest > 2 ? COARSE : FINE;
        this.most = Math.max(1 + step, Math.ceil(greatest / step) * step);
        this.height = TOP + ratios.size() * ROW;
    }

    String svg() {
        Svg svg = new Svg(WIDTH, height + AXIS, "Ratios to bare JMS, median and spread");
        for (int tick = 0; tick * step <= most + step / 2; tick++) {
            double value = tick * step;
            boolean isOne = Math.abs(value - 1) < step / 2;
            svg.line(isOne ? "one" : "grid", x(value), TOP - 6, x(value), height);
            svg.text("axis", x(value), height + 16, "middle", String.format(Locale.ROOT, "%.1f", value));
        }
        svg.text("axis", x(1), height + 30, "middle", "as fast as bare");
        int row = 0;
        for (Map.Entry<String, Spread> ratio : ratios.entrySet()) {
            row(svg, TOP + row * ROW, ratio.getKey(), ratio.getValue());
            row++;
        }
        return svg.element();
    }

    private void row(Svg svg, double top, String name, Spread spread) {
        double middle = top + ROW / 2.0;
        svg.text("name", LEFT - 10, middle + 4, "end", name);
        svg.bar(css(name), LEFT, middle - BAR / 2.0, x(spread.median()) - LEFT, BAR);
        svg.line("spread", x(spread.min()), middle, x(spread.max()), middle);
        svg.line("spread", x(spread.min()), middle - 4, x(spread.min()), middle + 4);
        svg.line("spread", x(spread.max()), middle - 4, x(spread.max()), middle + 4);
        svg.text(
                "value", x(spread.max()) + 8, middle + 4, "start", String.format(Locale.ROOT, "%.2f", spread.median()));
    }

    private static String css(String name) {
        return name.contains("-until-tracked") || !name.contains("-") ? "bar faint" : "bar";
    }

    private double x(double value) {
        return LEFT + value / most * (WIDTH - LEFT - RIGHT);
    }
}
