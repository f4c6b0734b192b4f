package org.renkei.routes.flow;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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

    /** The same flow on these versions of the applications in jars that its beans come from; another version of it, unless it is on them. */
    public Flow on(Map<String, String> apps) {
        FlowSource onThem = new FlowSource(source.file(), source.yaml(), source.schema(), apps);
        return new Flow(
                name,
                onThem.version(),
                onThem,
                start,
                accept,
                record,
                deadLetter,
                timeout,
                passes,
                replyValidity,
                steps);
    }

    /** The names of the beans that it calls. */
    public Set<String> beans() {
        return steps.stream()
                .flatMap(step -> step.applications().map(ApplicationRef::bean))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    public Step first() {
        return steps.get(0);
    }

    public Optional<Step> step(String stepName) {
        return steps.stream().filter(step -> step.name().equals(stepName)).findFirst();
    }
}
