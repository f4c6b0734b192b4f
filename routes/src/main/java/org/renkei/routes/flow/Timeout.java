package org.renkei.routes.flow;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.time.Duration;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.config.DurationText;

/**
 * How long a job may take (B8): for a step, from when it comes into the step's channel until its application has ended, retries
 * included; for a flow, from when it was sent. Written as a mere duration, or with both keys.
 *
 * @param after must be given; at least a millisecond
 * @param to the step where the job goes on when that time is over; null: it has EXPIRED and becomes a dead letter
 */
public record Timeout(Duration after, String to) {

    @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
    public Timeout {
        if (after == null) {
            throw new ConfigException("after", "is missing");
        }
        if (after.toMillis() < 1) {
            throw new ConfigException("after", "must be at least a millisecond, was " + after);
        }
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Timeout after(String duration) {
        try {
            return new Timeout(DurationText.parse(duration), null);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("", "must be a duration such as 500ms, 30s, 5m, 1h or 7d, was " + duration);
        }
    }
}
