package org.renkei.routes.userroute;

import java.nio.file.Path;
import java.util.Locale;
import org.renkei.broker.config.ConfigException;

/**
 * A file of Camel routes, as text.
 *
 * @param file its path; its ending says in which language it is: .yaml or .yml, .xml, .java
 * @param text what it says
 */
public record RouteFile(String file, String text) {

    public RouteFile {
        if (!isRoute(Path.of(file))) {
            throw new ConfigException(
                    file + ":", "", "is no file of routes: its name must end with .yaml, .yml, .xml or .java");
        }
    }

    /** Whether a file of that name is one of routes. */
    public static boolean isRoute(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && name.matches(".*\\.(yaml|yml|xml|java)");
    }

    /** Whether it names something, for example a bean. */
    boolean mentions(String name) {
        int at = text.indexOf(name);
        while (at >= 0 && isPartOfWord(at - 1, at + name.length())) {
            at = text.indexOf(name, at + 1);
        }
        return at >= 0;
    }

    private boolean isPartOfWord(int before, int after) {
        return before >= 0 && Character.isJavaIdentifierPart(text.charAt(before))
                || after < text.length() && Character.isJavaIdentifierPart(text.charAt(after));
    }
}
