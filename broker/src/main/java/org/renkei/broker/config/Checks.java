package org.renkei.broker.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Collects all that is wrong with a record, in its constructor or afterwards:
 *
 * <pre>{@code new Checks().that(count >= 0, "count", "must not be negative, was " + count).done();}</pre>
 *
 * Not thread-safe.
 */
public final class Checks {
    private final List<Finding> findings = new ArrayList<>();

    /**
     * @param key within the record; empty if it is about the whole of it
     * @param problem the rest of the sentence, told unless it holds: {@code must not be below delay (10s), was 5s}
     * @param others keys that this depends on too: when one of them could not be read, it is not told
     */
    public Checks that(boolean holds, String key, String problem, String... others) {
        if (!holds) {
            findings.add(new Finding(key, problem, Set.of(others)));
        }
        return this;
    }

    /** That a text is given and not blank. @return whether it is */
    public boolean given(String key, String value) {
        boolean given = value != null && !value.isBlank();
        that(given, key, "is missing");
        return given;
    }

    /**
     * Takes over what another check throws.
     *
     * @return whether it threw nothing
     */
    public boolean attempt(Runnable check) {
        try {
            check.run();
            return true;
        } catch (ConfigException e) {
            findings.addAll(e.findings());
            return false;
        }
    }

    /** Takes over what another record has found, whose key in this one is {@code key}. */
    public void within(String key, Checks inner) {
        for (Finding finding : inner.findings) {
            findings.add(new Finding(
                    join(key, finding.key()),
                    finding.problem(),
                    finding.others() == null
                            ? null
                            : finding.others().stream()
                                    .map(other -> join(key, other))
                                    .collect(Collectors.toUnmodifiableSet())));
        }
    }

    private static String join(String key, String inner) {
        return inner.isEmpty() ? key : key + "." + inner;
    }

    public boolean isEmpty() {
        return findings.isEmpty();
    }

    /** @throws ConfigException with all that was found, if anything was */
    public void done() {
        if (!findings.isEmpty()) {
            throw new ConfigException(
                    findings.stream()
                            .map(finding -> new ConfigProblem(null, 0, finding.key(), finding.problem()))
                            .toList(),
                    List.copyOf(findings));
        }
    }

    List<Finding> findings() {
        return findings;
    }
}
