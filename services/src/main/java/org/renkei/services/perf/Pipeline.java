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
     */
    Duration move(int messages) throws Exception;

    /** The name of the pipeline that it is compared with; empty if it is one of those. */
    default Optional<String> comparedWith() {
        return Optional.empty();
    }

    /** Waits until nothing that this pipeline has left behind can disturb the next one. */
    default void settle() {}
}
