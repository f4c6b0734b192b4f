package org.renkei.routes.component;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that a channel's workers cannot go on, and once that they can again, however many try. Thread-safe. */
final class OutageLog {
    private static final Logger log = LoggerFactory.getLogger(OutageLog.class);

    private final String channel;
    private long sinceNanos;
    private boolean away;

    OutageLog(String channel) {
        this.channel = channel;
    }

    synchronized void away(Throwable cause) {
        if (!away) {
            away = true;
            sinceNanos = System.nanoTime();
            log.atWarn()
                    .addKeyValue("channel", channel)
                    .addKeyValue("cause", cause.toString())
                    .log("a worker cannot go on, trying again until it can");
        }
    }

    synchronized void back() {
        if (away) {
            away = false;
            log.atInfo()
                    .addKeyValue("channel", channel)
                    .addKeyValue("away", Duration.ofNanos(System.nanoTime() - sinceNanos))
                    .log("goes on");
        }
    }
}
