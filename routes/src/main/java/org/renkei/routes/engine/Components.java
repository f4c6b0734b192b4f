package org.renkei.routes.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;
import org.renkei.broker.config.Nearest;

/**
 * The Camel components that are there, and those that might be: what is wrong with an endpoint is known from Camel's catalog before the
 * endpoint is made. A component of somebody's own, which the catalog does not have, is taken as it is. Thread-safe.
 */
public final class Components {
    private static final String SERVICES = "META-INF/services/org/apache/camel/component/";

    private final ClassLoader classes;
    private final Predicate<String> bound;
    private final String version;
    private final CamelCatalog catalog = new DefaultCamelCatalog(true);

    /**
     * @param classes where the jars of components are
     * @param bound says of a scheme whether it has a component in some other way
     * @param version of Camel
     */
    public Components(ClassLoader classes, Predicate<String> bound, String version) {
        this.classes = classes;
        this.bound = bound;
        this.version = version;
    }

    /** Those of a context that runs. */
    static Components of(CamelContext camel) {
        return new Components(
                Components.class.getClassLoader(),
                scheme -> camel.hasComponent(scheme) != null
                        || camel.getRegistry().lookupByNameAndType(scheme, Component.class) != null,
                camel.getVersion());
    }

    /** What is wrong with an endpoint, each the rest of a sentence; empty if nothing is known to be. */
    public synchronized List<String> problems(String uri) {
        int colon = uri.indexOf(':');
        if (colon < 1) {
            return List.of("is no Camel endpoint, such as direct:name: '" + uri + "'");
        }
        String scheme = uri.substring(0, colon).trim();
        Optional<String> missing = missing(scheme);
        if (missing.isPresent()) {
            return List.of(missing.get());
        }
        ComponentModel model = catalog.componentModel(scheme);
        return model == null ? List.of() : problems(uri, model);
    }

    /** Why there is no component for a scheme, and what to do about it; empty if there is one. */
    public synchronized Optional<String> missing(String scheme) {
        if (scheme.contains("{{") || bound.test(scheme) || classes.getResource(SERVICES + scheme) != null) {
            return Optional.empty();
        }
        ComponentModel model = catalog.componentModel(scheme);
        return Optional.of(
                model == null
                        ? "names the Camel component '" + scheme + "', which does not exist"
                                + Nearest.to(scheme, catalog.findComponentNames())
                                        .map(near -> "; did you mean " + near + "?")
                                        .orElse("")
                        : "needs the Camel component " + scheme + ": put " + model.getGroupId() + ":"
                                + model.getArtifactId() + ":" + version
                                + ", and the jars that it needs, into lib/ and start again");
    }

    private List<String> problems(String uri, ComponentModel model) {
        EndpointValidationResult result = catalog.validateEndpointProperties(uri, false, false, false);
        List<String> problems = new ArrayList<>();
        if (result.getSyntaxError() != null) {
            problems.add("is no Camel endpoint: " + result.getSyntaxError());
        }
        for (String name : orNone(result.getUnknown())) {
            problems.add("has the option '" + name + "', which " + model.getScheme() + " does not know"
                    + Nearest.to(name, namesOf(model))
                            .map(near -> "; did you mean " + near + "?")
                            .orElse(""));
        }
        for (String name : orNone(result.getRequired())) {
            problems.add("lacks the option '" + name + "', which " + model.getScheme() + " needs");
        }
        orNone(result.getInvalidEnum())
                .forEach((name, value) ->
                        problems.add(wrong(name, "one of " + String.join(", ", choices(result, name)), value)));
        Stream.of(
                        Map.entry("true or false", orNone(result.getInvalidBoolean())),
                        Map.entry("a whole number", orNone(result.getInvalidInteger())),
                        Map.entry("a number", orNone(result.getInvalidNumber())),
                        Map.entry("a duration", orNone(result.getInvalidDuration())))
                .forEach(kind -> kind.getValue().forEach((name, value) -> {
                    // What is in the path is for the component to say.
                    if (uri.substring(uri.indexOf('?') + 1).contains(name + "=")) {
                        problems.add(wrong(name, kind.getKey(), value));
                    }
                }));
        return problems;
    }

    private static String wrong(String option, String expected, String value) {
        return "has the option " + option + ", which must be " + expected + ", was "
                + (value == null || value.isEmpty() ? "empty" : value);
    }

    private static List<String> choices(EndpointValidationResult result, String option) {
        Map<String, String[]> choices = result.getInvalidEnumChoices();
        String[] found = choices == null ? null : choices.get(option);
        return found == null ? List.of() : Arrays.asList(found);
    }

    private static List<String> namesOf(ComponentModel model) {
        return model.getEndpointParameterOptions().stream()
                .map(BaseOptionModel::getName)
                .toList();
    }

    private static Set<String> orNone(Set<String> names) {
        return names == null ? Set.of() : names;
    }

    private static Map<String, String> orNone(Map<String, String> values) {
        return values == null ? Map.of() : values;
    }
}
