package org.renkei.services.lifecycle;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process if a stop takes too long: a hung application must not hold it (D5). Nothing durable is lost by that;
 * it is to the channels as a crash is.
 */
final class Watchdog {
    private static final Logger log = LoggerFactory.getLogger(Watchdog.class);

    private final Runnable halt;

    /** @param halt ends the process at once */
    Watchdog(Runnable halt) {
        this.halt = halt;
    }

    /** Halts after {@code within}, unless the process has ended by then or {@link Guard#release} was called. */
    Guard watch(Duration within) {
        Thread thread = new Thread(() -> haltAfter(within), "renkei-stop-watchdog");
        thread.setDaemon(true);
        thread.start();
        return thread::interrupt;
    }

    private void haltAfter(Duration within) {
        try {
            Thread.sleep(within.toMillis());
        } catch (InterruptedException e) {
            return;
        }
        log.atError().addKeyValue("seconds", within.toSeconds()).log("the stop hangs: halting the process");
        halt.run();
    }

    /** Calls the watchdog off. */
    interface Guard {
        void release();
    }
}
