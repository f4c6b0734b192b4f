package org.renkei.broker.config;

import java.util.List;
import java.util.Set;

/**
 * What a file says, as far as it can be understood.
 *
 * @param value without what is wrong; null if nothing of it can be used
 * @param problems what is wrong; empty if all is well
 * @param broken the paths of what could not be read
 */
public record Reading<T>(T value, List<ConfigProblem> problems, Set<String> broken) {

    static <T> Reading<T> of(ConfigException unreadable) {
        return new Reading<>(null, unreadable.problems(), Set.of(""));
    }

    /** Whether something at this path could not be read, or above or below it. */
    public boolean isBroken(String path) {
        return broken.stream().anyMatch(one -> related(one, path));
    }

    /** Whether it was to have keys of its own, and one of them could not be read. */
    public boolean isBrokenWithin(String path) {
        return broken.stream().anyMatch(one -> one.length() > path.length() && holds(path, one));
    }

    static boolean related(String one, String other) {
        return holds(one, other) || holds(other, one);
    }

    private static boolean holds(String outer, String inner) {
        return outer.isEmpty()
                || inner.startsWith(outer)
                        && (inner.length() == outer.length() || ".[".indexOf(inner.charAt(outer.length())) >= 0);
    }
}
