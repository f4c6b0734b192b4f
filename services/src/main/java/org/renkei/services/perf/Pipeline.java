package org.renkei.services.perf;

import java.time.Duration;
import java.util.Optional;

/** One way to move messages through queues. */
interface Pipeline {
    String name();

    /** Queues that each message is received from. */
    int hops();

    /**
     * Moves so many messages from a filled first queue to the end.
     *
     * @return how long they took, the filling not counted
     * @throws IllegalStateException if other than these messages came to the end
     */
    Duration move(int messages) throws Exception;

    /** The name of the pipeline that it is compared with; empty if it is one of those. */
    default Optional<String> comparedWith() {
        return Optional.empty();
    }

    /** Whether it is of interest how long it takes until all is in the tracking database. */
    default boolean tracked() {
        return false;
    }

    /** Waits until nothing that this pipeline has left behind can disturb the next one. */
    default void settle() {}

    /**
     * Looks at the end of all rounds whether all that it has moved is accounted for.
     *
     * @throws IllegalStateException if it is not
     */
    default void verify() {}
}
