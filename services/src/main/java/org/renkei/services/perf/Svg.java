package org.renkei.services.perf;

import java.util.Locale;

/** Writes shapes of a picture; colours come from the classes of the page around it. */
final class Svg {
    private final StringBuilder shapes = new StringBuilder();
    private final int width;
    private final int height;
    private final String title;

    /** @param title what the picture shows, for those who cannot see it */
    Svg(int width, int height, String title) {
        this.width = width;
        this.height = height;
        this.title = title;
    }

    Svg line(String css, double x1, double y1, double x2, double y2) {
        return add("<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n", css, x1, y1, x2, y2);
    }

    Svg bar(String css, double x, double y, double barWidth, double barHeight) {
        return add(
                "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"2\"/>%n",
                css, x, y, barWidth, barHeight);
    }

    Svg dot(String css, double x, double y) {
        return add("<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"3\"/>%n", css, x, y);
    }

    /** @param points as {@code x,y x,y} */
    Svg path(String css, String points) {
        return add("<polyline class=\"%s\" points=\"%s\"/>%n", css, points);
    }

    /** @param anchor start, middle or end: what of the text is at that place */
    Svg text(String css, double x, double y, String anchor, String text) {
        return add(
                "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
                css, x, y, anchor, escaped(text));
    }

    private Svg add(String format, Object... values) {
        shapes.append(String.format(Locale.ROOT, format, values));
        return this;
    }

    /** The whole picture. */
    String element() {
        return String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n%s</svg>%n",
                width,
                height,
                escaped(title),
                shapes);
    }

    /** A text as HTML shows it. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
