package org.renkei.broker.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Collects what is wrong with several files. Not thread-safe. */
public final class ConfigProblems {
    private final List<ConfigProblem> problems = new ArrayList<>();

    public void addAll(Collection<ConfigProblem> more) {
        problems.addAll(more);
    }

    /** Notes what a check throws. @return whether it threw nothing */
    public boolean attempt(Runnable check) {
        try {
            check.run();
            return true;
        } catch (ConfigException e) {
            problems.addAll(e.problems());
            return false;
        }
    }

    /** As they came. */
    public List<ConfigProblem> all() {
        return List.copyOf(problems);
    }

    /** @throws ConfigException with all of them by file and line, each once, if there are any */
    public void refuse() {
        if (!problems.isEmpty()) {
            throw new ConfigException(problems.stream().distinct().sorted().toList());
        }
    }
}
