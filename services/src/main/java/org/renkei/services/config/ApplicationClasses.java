package org.renkei.services.config;

import java.lang.reflect.InvocationTargetException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.renkei.broker.config.ConfigException;

/** Makes the execute applications that {@code etc/renkei.yaml} names. */
public final class ApplicationClasses {
    private ApplicationClasses() {}

    /**
     * One object of each class, by the name that flows use.
     *
     * @throws ConfigException if a class is missing, cannot be made, or throws from its constructor
     */
    public static Map<String, Object> instantiate(Map<String, String> classes, String file) {
        Map<String, Object> applications = new LinkedHashMap<>();
        classes.forEach((name, className) -> applications.put(name, make(file + ": applications." + name, className)));
        return applications;
    }

    private static Object make(String place, String className) {
        if (className == null || className.isBlank()) {
            throw new ConfigException(place, "applications", "names no class");
        }
        try {
            return Class.forName(className).getConstructor().newInstance();
        } catch (ClassNotFoundException e) {
            throw wrong(place, className, "is not on the class path: put its jar into lib/");
        } catch (NoSuchMethodException e) {
            throw wrong(place, className, "needs a public constructor without parameters");
        } catch (InstantiationException e) {
            throw wrong(place, className, "is abstract: name a class that can be made");
        } catch (IllegalAccessException e) {
            throw wrong(place, className, "is not public");
        } catch (InvocationTargetException e) {
            throw wrong(place, className, "threw from its constructor: " + e.getCause());
        } catch (LinkageError e) {
            throw wrong(place, className, "cannot be loaded: " + e);
        }
    }

    private static ConfigException wrong(String place, String className, String problem) {
        return new ConfigException(place, "applications", "class " + className + " " + problem);
    }
}
