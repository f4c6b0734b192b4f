package org.renkei.routes.component;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import javax.lang.model.SourceVersion;

/**
 * The headers that can be properties of a JMS message (Jakarta Messaging 3.1, section 3.5.1 and 3.5.4). Those of Renkei
 * itself are not among them: a route may have got its headers from a stranger.
 */
final class JmsProperties {
    private JmsProperties() {}

    static Map<String, Object> of(Map<String, Object> headers, Predicate<String> isHarmless) {
        Map<String, Object> properties = new HashMap<>();
        headers.forEach((name, value) -> {
            if (isProperty(name) && isHarmless.test(name) && isValue(value)) {
                properties.put(name, value);
            }
        });
        return properties;
    }

    private static boolean isProperty(String name) {
        return SourceVersion.isIdentifier(name)
                && !name.startsWith("JMS")
                && !name.startsWith("_AMQ")
                && !name.toLowerCase(Locale.ROOT).startsWith("renkei_");
    }

    private static boolean isValue(Object value) {
        return value instanceof String || value instanceof Number number && isBoxed(number) || value instanceof Boolean;
    }

    private static boolean isBoxed(Number number) {
        return number.getClass().getPackageName().equals("java.lang");
    }
}
