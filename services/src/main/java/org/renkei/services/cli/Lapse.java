package org.renkei.services.cli;

import java.time.Duration;

/** A length of time in the words of a person: {@code 40 ms}, {@code 1.3 s}, {@code 12 min}, {@code 3 h 20 min}, {@code 4 d 2 h}. */
public final class Lapse {
    private Lapse() {}

    public static String of(Duration duration) {
        if (duration.toMillis() < 1_000) {
            return duration.toMillis() + " ms";
        }
        if (duration.toSeconds() < 10) {
            return String.format("%.1f s", duration.toMillis() / 1_000.0);
        }
        if (duration.toSeconds() < 60) {
            return duration.toSeconds() + " s";
        }
        if (duration.toMinutes() < 60) {
            return two(duration.toMinutes(), "min", duration.toSecondsPart(), "s");
        }
        if (duration.toHours() < 24) {
            return two(duration.toHours(), "h", duration.toMinutesPart(), "min");
        }
        return two(duration.toDays(), "d", duration.toHoursPart(), "h");
    }

    private static String two(long large, String largeUnit, int small, String smallUnit) {
        return large + " " + largeUnit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }
}
