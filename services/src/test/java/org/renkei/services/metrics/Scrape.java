package org.renkei.services.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An answer in the text format of Prometheus, taken apart. */
public final class Scrape {
    private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][\\w:]*)(\\{.*})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final Map<String, String> types = new TreeMap<>();
    private final Map<String, Double> samples = new LinkedHashMap<>();
    private final Map<String, Set<String>> labels = new TreeMap<>();

    public Scrape(String text) {
        for (String line : text.lines().toList()) {
            Matcher type = TYPE.matcher(line);
            Matcher sample = SAMPLE.matcher(line);
            if (type.matches()) {
                types.put(type.group(1), type.group(2));
            } else if (!line.startsWith("#") && sample.matches()) {
                samples.put(line.substring(0, line.lastIndexOf(' ')), Double.valueOf(sample.group(3)));
                labels.merge(sample.group(1), labelsOf(sample.group(2)), Scrape::union);
            }
        }
    }

    private static Set<String> labelsOf(String braces) {
        Set<String> names = new TreeSet<>();
        Matcher label = LABEL.matcher(braces == null ? "" : braces);
        while (label.find()) {
            names.add(label.group(1));
        }
        return names;
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        one.addAll(other);
        return one;
    }

    /** The type of each family, by its name as it is in the answer. */
    public Map<String, String> types() {
        return types;
    }

    /** The names of all samples: those of the families, and {@code _sum} and {@code _count} of summaries. */
    public Set<String> names() {
        return labels.keySet();
    }

    /** The labels that samples of this name have. */
    public Set<String> labels(String name) {
        return labels.getOrDefault(name, labels.getOrDefault(name + "_count", Set.of()));
    }

    /** @param series as it is in the answer: {@code name{label="value",…}} */
    public double value(String series) {
        Double value = samples.get(series);
        if (value == null) {
            throw new AssertionError("no series " + series + " in:\n" + String.join("\n", samples.keySet()));
        }
        return value;
    }
}
