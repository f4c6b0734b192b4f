package org.renkei.services.alarm;

import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** What the parts of the system say of themselves. May take as long as a database that does not answer. */
final class HealthWatch implements Watch {
    private final AlarmKind kind;
    private final Supplier<Map<String, String>> problems;

    /** @param problems sentences by the part that they are about; empty if all is well */
    HealthWatch(AlarmKind kind, Supplier<Map<String, String>> problems) {
        this.kind = kind;
        this.problems = problems;
    }

    @Override
    public AlarmKind kind() {
        return kind;
    }

    @Override
    public Sighting look(Set<String> open) {
        return Sighting.of(problems.get());
    }
}
