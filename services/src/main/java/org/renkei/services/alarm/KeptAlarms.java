package org.renkei.services.alarm;

import java.util.List;
import java.util.Set;

/**
 * What is known of alarms after a restart.
 *
 * @param untold ids of those that somebody outside was not told of when they were raised
 */
record KeptAlarms(List<Alarm> alarms, Set<String> untold) {

    KeptAlarms {
        alarms = List.copyOf(alarms);
        untold = Set.copyOf(untold);
    }

    static KeptAlarms none() {
        return new KeptAlarms(List.of(), Set.of());
    }
}
