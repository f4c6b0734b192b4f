package org.renkei.routes.engine;

import java.time.Duration;

/** An exception that knows how long another try makes no sense. */
interface RetryNotBefore {
    Duration leastDelay();
}
