package org.renkei.routes.component;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that a channel cannot be reached, and once that it can again, however many workers try. Thread-safe. */
final class OutageLog {
    private static final Logger log = LoggerFactory.getLogger(OutageLog.class);

    private final String channel;
    private long sinceNanos;
    private boolean away;

    OutageLog(String channel) {
        this.channel = channel;
    }

    synchronized void away(Exception cause) {
        if (!away) {
            away = true;
            sinceNanos = System.nanoTime();
            log.atWarn()
                    .addKeyValue("channel", channel)
                    .addKeyValue("cause", cause.getMessage())
                    .log("lost the broker, trying again until it is back");
        }
    }

    synchronized void back() {
        if (away) {
            away = false;
            log.atInfo()
                    .addKeyValue("channel", channel)
                    .addKeyValue("away", Duration.ofNanos(System.nanoTime() - sinceNanos))
                    .log("the broker is back");
        }
    }
}
