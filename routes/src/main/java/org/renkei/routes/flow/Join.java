package org.renkei.routes.flow;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.Locale;
import org.renkei.broker.config.Checks;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.config.DurationText;

/**
 * That a step waits for all copies of a job that parted before it, and goes on with one job (B4; EIP: Aggregator). Written as a mere
 * duration, or with both keys.
 *
 * @param timeout how long it waits after the first copy came. Default 1 day
 * @param body what becomes of their bodies. Default {@link Body#MERGE} in a JSON flow, {@link Body#FIRST} in others
 */
public record Join(Duration timeout, Body body) {

    /** What becomes of the bodies, which come in the order in which the copies were made. */
    public enum Body {
        /** One object with all fields; of fields that several have, that of the last copy. */
        @JsonProperty("merge")
        MERGE,
        /** A list of them. */
        @JsonProperty("list")
        LIST,
        /** That of the first copy; the others are dropped. */
        @JsonProperty("first")
        FIRST
    }

    @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
    public Join {
        timeout = timeout == null ? Duration.ofDays(1) : timeout;
        if (timeout.toMillis() < 1) {
            throw new ConfigException("timeout", "must be at least a millisecond, was " + timeout);
        }
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Join within(String duration) {
        try {
            return new Join(DurationText.parse(duration), null);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("", "must be a duration such as 500ms, 30s, 5m, 1h or 7d, was " + duration);
        }
    }

    void check(Accept accept, String path, Checks checks) {
        checks.that(
                accept.format() == Accept.Format.JSON || body == null || body == Body.FIRST,
                path + ".body",
                "must be first, unless the flow says accept: {format: json}; was "
                        + String.valueOf(body).toLowerCase(Locale.ROOT),
                "accept.format");
    }

    /** With what {@code body} is by default in a flow that takes this. */
    Join in(Accept accept) {
        boolean json = accept.format() == Accept.Format.JSON;
        return body != null ? this : new Join(timeout, json ? Body.MERGE : Body.FIRST);
    }
}
