package org.renkei.broker.server;

import java.time.Duration;
import org.renkei.broker.config.ConfigException;

/**
 * How messages reach the disk.
 *
 * @param bufferTimeout how long a write may wait for others to share its fsync, 0 to 100 ms. Default 100us: zero helps a
 *     single producer and hurts many, a longer one caps a single producer (3.3 ms, Artemis's own, at about 300 sends a second)
 * @param fsync false makes a send return before it is on disk: only for a test, it can lose what was accepted. Default true
 */
public record JournalConfig(Duration bufferTimeout, Boolean fsync) {

    private static final Duration LONGEST = Duration.ofMillis(100);

    public JournalConfig {
        bufferTimeout = bufferTimeout == null ? Duration.ofNanos(100_000) : bufferTimeout;
        if (bufferTimeout.isNegative() || bufferTimeout.compareTo(LONGEST) > 0) {
            throw new ConfigException("bufferTimeout", "must be 0us to 100ms, was " + bufferTimeout);
        }
        fsync = fsync == null || fsync;
    }
}
