package org.renkei.broker.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 100us}, {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1h}, {@code 7d}, or ISO-8601. */
public final class DurationText {

    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,12})\\s*(us|ms|s|m|h|d)");

    private static final Duration LONGEST = Duration.ofMillis(Long.MAX_VALUE);

    private DurationText() {}

    /** @throws IllegalArgumentException if {@code text} is not a duration, or longer than milliseconds can count */
    public static Duration parse(String text) {
        Matcher matcher = WRITTEN.matcher(text.trim());
        if (matcher.matches()) {
            return inMillis(of(Long.parseLong(matcher.group(1)), matcher.group(2)));
        }
        try {
            return inMillis(Duration.parse(text.trim()));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("not a duration: " + text, e);
        }
    }

    /** The shortest exact form with one unit: {@code 90s}, {@code 2h}. */
    public static String format(Duration duration) {
        long nanos = duration.toNanosPart();
        if (nanos % 1_000_000 != 0) {
            return nanos % 1_000 == 0 ? duration.toNanos() / 1_000 + "us" : duration.toString();
        }
        if (nanos != 0) {
            return duration.toMillis() + "ms";
        }
        long seconds = duration.getSeconds();
        if (seconds == 0 || seconds % 60 != 0) {
            return seconds + "s";
        }
        if (seconds % 3_600 != 0) {
            return seconds / 60 + "m";
        }
        return seconds % 86_400 == 0 ? seconds / 86_400 + "d" : seconds / 3_600 + "h";
    }

    private static Duration inMillis(Duration duration) {
        if (duration.abs().compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("too long: " + duration);
        }
        return duration;
    }

    private static Duration of(long number, String unit) {
        return switch (unit) {
            case "us" -> Duration.ofNanos(Math.multiplyExact(number, 1_000L));
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }
}
