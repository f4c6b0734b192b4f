package org.renkei.services.lifecycle;

import java.time.Duration;
import java.util.Optional;

/**
 * One part of the system that is started and stopped as a whole.
 *
 * @param name as an operator sees it, for example {@code broker}
 * @param onStart what its start does, in one sentence, for the plan
 * @param onStop what its stop does, in one sentence, for the plan
 * @param starter starts it; an exception stops the whole start
 * @param stopper stops it within the time given; called only if it was started
 * @param health why it does not work as it should
 */
public record Stage(String name, String onStart, String onStop, Starter starter, Stopper stopper, Health health) {

    /** Starts a part. */
    @FunctionalInterface
    public interface Starter {
        void start() throws Exception;
    }

    /** Stops a part. A {@link LeftBehind} says that it stopped, but not all in it ended in time. */
    @FunctionalInterface
    public interface Stopper {
        void stop(Duration within) throws Exception;
    }

    /** Says what is wrong with a part; empty if nothing is. */
    @FunctionalInterface
    public interface Health {
        Optional<String> problem();
    }
}
