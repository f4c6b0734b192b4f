package org.renkei.broker.config;

import java.util.List;
import java.util.stream.Collectors;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;

/**
 * A configuration that cannot be used. A record throws it from its constructor; {@code StrictYaml} adds file, line and path. Its
 * message has a line for each problem, 100 of them at the most.
 */
public final class ConfigException extends RenkeiException {
    private static final long serialVersionUID = 1L;
    private static final int MOST_TOLD = 100;

    private final transient List<ConfigProblem> problems;

    /** What a record has found; null if they are located, or if it is not known what they depend on. */
    private final transient List<Finding> findings;

    /**
     * @param key the key within the record that throws, for example {@code max}; empty if it is about the whole record
     * @param problem the rest of the sentence: {@code must exceed watch (800), was 500}
     */
    public ConfigException(String key, String problem) {
        this(List.of(new ConfigProblem(null, 0, key, problem)), null);
    }

    /** @param place file, line and path, as {@code etc/channels.yaml:12: channels.order-in.max} */
    public ConfigException(String place, String key, String problem) {
        this(List.of(ConfigProblem.at(place, problem)), null);
    }

    /** @param problems at least one, in the order in which they are told */
    public ConfigException(List<ConfigProblem> problems) {
        this(problems, null);
    }

    ConfigException(List<ConfigProblem> problems, List<Finding> findings) {
        super(ErrorCode.CONFIG_INVALID, told(problems));
        this.problems = List.copyOf(problems);
        this.findings = findings;
    }

    private static String told(List<ConfigProblem> problems) {
        String told =
                problems.stream().limit(MOST_TOLD).map(ConfigProblem::toString).collect(Collectors.joining("\n"));
        int more = problems.size() - MOST_TOLD;
        return more <= 0 ? told : told + "\nand " + more + " more";
    }

    /** All of them. */
    public List<ConfigProblem> problems() {
        return problems;
    }

    /** The key of the first. */
    public String key() {
        return problems.get(0).path();
    }

    /** The first, without its place. */
    public String problem() {
        return problems.get(0).problem();
    }

    /** What the record that threw it has found. */
    List<Finding> findings() {
        return findings != null
                ? findings
                : problems.stream()
                        .map(problem -> new Finding(problem.path(), problem.problem(), null))
                        .toList();
    }
}
