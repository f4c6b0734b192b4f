package org.renkei.services.monitor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When a channel that fills will be full. Out of the depths of the last minute, in points of ten seconds, it takes the median of the
 * rates between each two of them (Theil and Sen): a single batch that came, or was taken, does not change it. It says something only
 * if there are points of half a minute, the channel grew by ten messages and by a hundredth of its depth, and it would be full within a
 * day.
 */
final class Growth {
    private static final int LEAST_POINTS = 4;
    private static final Duration LOOKED_AT = Duration.ofSeconds(60);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final long LEAST_GROWTH = 10;
    private static final double LEAST_SHARE = 0.01;

    private final List<HistoryPoint> points;

    /** @param points of one channel, oldest first */
    Growth(List<HistoryPoint> points) {
        HistoryPoint last = points.isEmpty() ? null : points.get(points.size() - 1);
        this.points = points.stream()
                .filter(point -> !point.at().isBefore(last.at().minus(LOOKED_AT)))
                .toList();
    }

    /** @return empty if it does not grow, or not for long enough to tell; zero if it is full */
    Optional<Duration> untilFull(long current, long max) {
        if (current >= max) {
            return Optional.of(Duration.ZERO);
        }
        if (points.size() < LEAST_POINTS) {
            return Optional.empty();
        }
        double perSecond = medianRate();
        if (perSecond * span() < Math.max(LEAST_GROWTH, LEAST_SHARE * current)) {
            return Optional.empty();
        }
        double seconds = (max - current) / perSecond;
        return seconds > LONGEST.toSeconds() ? Optional.empty() : Optional.of(Duration.ofSeconds((long) seconds));
    }

    private double span() {
        return seconds(points.get(0), points.get(points.size() - 1));
    }

    private double medianRate() {
        List<Double> rates = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            for (int j = i + 1; j < points.size(); j++) {
                long growth = points.get(j).depth() - points.get(i).depth();
                rates.add(growth / seconds(points.get(i), points.get(j)));
            }
        }
        rates.sort(null);
        return (rates.get((rates.size() - 1) / 2) + rates.get(rates.size() / 2)) / 2;
    }

    private static double seconds(HistoryPoint from, HistoryPoint to) {
        return Duration.between(from.at(), to.at()).toMillis() / 1_000.0;
    }
}
