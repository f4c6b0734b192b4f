package org.renkei.broker.config;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One thing that is wrong with a file. In order: by file, then by line.
 *
 * @param file its path; null if it is not known
 * @param line 1 for the first; 0 if it is about no line of its own
 * @param path the key, as {@code steps.stock.retry.delay}; empty if it is about the whole file
 * @param problem the rest of the sentence: {@code is unknown; did you mean channel?}
 */
public record ConfigProblem(String file, int line, String path, String problem) implements Comparable<ConfigProblem> {
    private static final Pattern PLACE = Pattern.compile("(.+?)(?::(\\d+))?:(?: (.*))?", Pattern.DOTALL);
    private static final Comparator<ConfigProblem> ORDER = Comparator.comparing(
                    ConfigProblem::file, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparingInt(ConfigProblem::line)
            .thenComparing(ConfigProblem::path)
            .thenComparing(ConfigProblem::problem);

    /** @param place as {@code etc/channels.yaml:12: order-in.max}, or the path of a file */
    static ConfigProblem at(String place, String problem) {
        Matcher matcher = PLACE.matcher(place);
        if (!matcher.matches()) {
            return new ConfigProblem(place, 0, "", problem);
        }
        int line = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
        return new ConfigProblem(matcher.group(1), line, matcher.group(3) == null ? "" : matcher.group(3), problem);
    }

    @Override
    public int compareTo(ConfigProblem other) {
        return ORDER.compare(this, other);
    }

    /** One line, as editors understand it: {@code etc/channels.yaml:12: order-in.max must not be below watch (800), was 500}. */
    @Override
    public String toString() {
        String sentence = (path + " " + problem).trim();
        return file == null ? sentence : file + (line == 0 ? "" : ":" + line) + ": " + sentence;
    }
}
