package org.renkei.tracking.journey;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Events to store, each once, by job and in the order they came. */
record WriteBatch(Map<String, List<StepEvent>> byJob) {

    static WriteBatch of(Collection<StepEvent> events) {
        return without(events, new HashSet<>(events.size() * 2));
    }

    /** The batch as if the events with these keys had not been in it. */
    WriteBatch leavingOut(Set<EventKey> known) {
        return known.isEmpty() ? this : without(events(), new HashSet<>(known));
    }

    private static WriteBatch without(Collection<StepEvent> events, Set<EventKey> seen) {
        Map<String, List<StepEvent>> byJob = new LinkedHashMap<>();
        for (StepEvent event : events) {
            EventKey key = EventKey.of(event);
            if (seen.add(key)) {
                byJob.computeIfAbsent(key.job(), job -> new ArrayList<>()).add(event);
            }
        }
        return new WriteBatch(byJob);
    }

    boolean isEmpty() {
        return byJob.isEmpty();
    }

    Set<String> jobs() {
        return byJob.keySet();
    }

    /** The jobs that began before these events. */
    List<String> jobsWithoutStart() {
        return byJob.entrySet().stream()
                .filter(job -> job.getValue().stream().noneMatch(StepEvent::isStart))
                .map(Map.Entry::getKey)
                .toList();
    }

    List<StepEvent> events() {
        return byJob.values().stream().flatMap(List::stream).toList();
    }
}
