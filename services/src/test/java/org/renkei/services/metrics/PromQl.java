package org.renkei.services.metrics;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which metrics a query of Prometheus asks for: what is left of it without labels, ranges, texts, functions and operators. */
public final class PromQl {
    private static final Pattern NO_METRIC = Pattern.compile(
            "\"[^\"]*\"|\\{[^}]*}|\\[[^]]*]|\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][\\w:]*(?!\\w*\\s*\\()");
    private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool", "offset");

    private PromQl() {}

    public static Set<String> metrics(String query) {
        Set<String> names = new TreeSet<>();
        Matcher name = NAME.matcher(NO_METRIC.matcher(query).replaceAll(" "));
        while (name.find()) {
            names.add(name.group());
        }
        names.removeAll(OPERATORS);
        return names;
    }
}
