package org.renkei.routes.app;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;

/**
 * Shows an application the JDK, its own jars, and of the system's classes only those that pass between the two: so that neither the
 * libraries of the system nor those of other applications get in its way.
 */
final class AppClassLoader extends URLClassLoader {
    private static final List<String> SHARED = List.of(
            "org.renkei.routes.application.",
            "org.apache.camel.",
            "org.slf4j.",
            "jakarta.jms.",
            // So that the annotations of its classes are understood when a message is read into them.
            "com.fasterxml.jackson.annotation.");

    static {
        registerAsParallelCapable();
    }

    AppClassLoader(String name, URL[] jars) {
        super(name, jars, new Shared(AppClassLoader.class.getClassLoader()));
    }

    private static final class Shared extends ClassLoader {
        private final ClassLoader system;

        Shared(ClassLoader system) {
            super("renkei-shared", getPlatformClassLoader());
            this.system = system;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (SHARED.stream().noneMatch(name::startsWith)) {
                throw new ClassNotFoundException(name);
            }
            return system.loadClass(name);
        }
    }
}
