package org.renkei.services.alarm;

import java.util.Set;

/** Finds what alarms of one kind are about. Looked through by one thread. */
interface Watch {

    AlarmKind kind();

    /** @param open targets of alarms of this kind that are open, to which a lower bar may apply */
    Sighting look(Set<String> open);
}
