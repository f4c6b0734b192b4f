package org.renkei.services.config;

import java.time.Duration;
import org.renkei.broker.config.ConfigException;

/**
 * How long a stop may take.
 *
 * @param within for the applications to end what they have in hand. Default 30s
 * @param forceWithin the same when stopped by force. Default 10s
 * @param drain how long a drain waits if it is not told. Default 60s
 */
public record StopConfig(Duration within, Duration forceWithin, Duration drain) {
    private static final Duration LONGEST = Duration.ofDays(1);

    public StopConfig {
        within = checked("within", within, Duration.ofSeconds(30));
        forceWithin = checked("forceWithin", forceWithin, Duration.ofSeconds(10));
        drain = checked("drain", drain, Duration.ofSeconds(60));
    }

    public static StopConfig defaults() {
        return new StopConfig(null, null, null);
    }

    private static Duration checked(String key, Duration value, Duration otherwise) {
        if (value == null) {
            return otherwise;
        }
        if (value.isNegative() || value.isZero() || value.compareTo(LONGEST) > 0) {
            throw new ConfigException(key, "must be more than 0 and at most 1d, was " + value);
        }
        return value;
    }
}
