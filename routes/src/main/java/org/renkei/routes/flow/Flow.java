package org.renkei.routes.flow;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A flow that can be run (B1).
 *
 * @param name unique in a system
 * @param version that of its source
 * @param source what it was read from
 * @param start the channel that producers send to
 * @param accept what it takes; everything else becomes a dead letter at the start (B10)
 * @param record items to keep in tracking, each a Camel simple expression over the body as a producer sent it
 * @param deadLetter the channel for jobs that gave up
 * @param timeout how long a job may take in all; null for any time
 * @param passes steps that one job may pass before it fails as endless (B9)
 * @param replyValidity how long a result waits for its receiver (B6)
 * @param steps in the order of the file; a job begins with the first
 */
public record Flow(
        String name,
        String version,
        FlowSource source,
        String start,
        Accept accept,
        Map<String, String> record,
        String deadLetter,
        Timeout timeout,
        int passes,
        Duration replyValidity,
        List<Step> steps) {

    public Step first() {
        return steps.get(0);
    }

    public Optional<Step> step(String stepName) {
        return steps.stream().filter(step -> step.name().equals(stepName)).findFirst();
    }
}
