package org.renkei.routes.engine;

import java.time.Instant;
import java.util.Objects;

/**
 * That an operator paused an application, or one step.
 *
 * @param by who
 * @param reason why; never null
 */
public record Pause(Instant since, String by, String reason) {

    public Pause {
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(reason, "reason");
    }
}
