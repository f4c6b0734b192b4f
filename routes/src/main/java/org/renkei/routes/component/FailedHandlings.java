package org.renkei.routes.component;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often messages came back because what was done for them could not be committed. The broker's own count of deliveries does not
 * tell: it also counts what a worker gave back unopened. Begins anew with the process. Thread-safe.
 */
final class FailedHandlings {
    private static final int MOST_MESSAGES = 10_000;

    /** By the message's key, the oldest first. */
    private final Map<String, Integer> times = new LinkedHashMap<>();

    private volatile boolean none = true;

    synchronized void failed(Collection<String> messages) {
        for (String message : messages) {
            Integer before = times.remove(message);
            times.put(message, before == null ? 1 : before + 1);
        }
        while (times.size() > MOST_MESSAGES) {
            times.remove(times.keySet().iterator().next());
        }
        none = times.isEmpty();
    }

    /** They were committed. */
    void ended(Collection<String> messages) {
        if (!none) {
            forget(messages);
        }
    }

    private synchronized void forget(Collection<String> messages) {
        times.keySet().removeAll(messages);
        none = times.isEmpty();
    }

    int of(String message) {
        return none ? 0 : known(message);
    }

    private synchronized int known(String message) {
        return times.getOrDefault(message, 0);
    }
}
