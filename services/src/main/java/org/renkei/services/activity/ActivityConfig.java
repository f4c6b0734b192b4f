package org.renkei.services.activity;

import java.time.Duration;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.config.DurationText;

/**
 * How the record of changes is kept.
 *
 * @param retention how long an entry is kept at least; they are deleted by whole months. 1 day or more. Default 400 days
 */
public record ActivityConfig(Duration retention) {
    private static final Duration LEAST = Duration.ofDays(1);
    private static final Duration MOST = Duration.ofDays(36_500);

    public ActivityConfig {
        retention = retention == null ? Duration.ofDays(400) : retention;
        if (retention.compareTo(LEAST) < 0 || retention.compareTo(MOST) > 0) {
            throw new ConfigException("retention", "must be 1d to 36500d, was " + DurationText.format(retention));
        }
    }

    public static ActivityConfig defaults() {
        return new ActivityConfig(null);
    }
}
