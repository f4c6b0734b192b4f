package org.renkei.routes.engine;

import java.util.ArrayList;
import java.util.List;
import org.renkei.broker.config.ConfigException;
import org.renkei.routes.flow.RetryPolicy;

/** Which exceptions of a step are worth another try (C1). Thread-safe. */
final class RetriedErrors {
    private final List<Class<? extends Throwable>> on;
    private final List<Class<? extends Throwable>> never;

    /**
     * @param path of the retry in its flow's file
     * @param applications finds the classes that it names
     * @throws ConfigException if it names one that does not exist, or is no exception
     */
    RetriedErrors(String path, RetryPolicy retry, ClassLoader applications) {
        on = find(path + ".on", retry.on(), applications);
        never = find(path + ".never", retry.never(), applications);
    }

    private static List<Class<? extends Throwable>> find(String path, List<String> names, ClassLoader applications) {
        List<Class<? extends Throwable>> found = new ArrayList<>();
        names.forEach(name -> found.add(find(path, name, applications)));
        return found;
    }

    private static Class<? extends Throwable> find(String path, String name, ClassLoader applications) {
        try {
            Class<?> found = Class.forName(name, false, applications);
            if (!Throwable.class.isAssignableFrom(found)) {
                throw new ConfigException(path, "names " + name + ", which is no exception");
            }
            return found.asSubclass(Throwable.class);
        } catch (ClassNotFoundException | LinkageError e) {
            throw new ConfigException(
                    path,
                    "names the exception '" + name
                            + "', which does not exist: write its full name, such as java.net.ConnectException, and put its jar"
                            + " into lib");
        }
    }

    /** Camel and others wrap exceptions, so its causes are asked too. */
    boolean include(Throwable error) {
        return !isOneOf(never, error) && (on.isEmpty() || isOneOf(on, error));
    }

    private static boolean isOneOf(List<Class<? extends Throwable>> classes, Throwable error) {
        for (Throwable e = error; e != null; e = e.getCause() == e ? null : e.getCause()) {
            Throwable link = e;
            if (classes.stream().anyMatch(type -> type.isInstance(link))) {
                return true;
            }
        }
        return false;
    }
}
