package org.renkei.routes.app;

import java.io.Closeable;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.renkei.broker.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One version of an application, loaded: its beans, in a class loader of their own. Immutable until it is closed. */
final class AppVersion implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(AppVersion.class);

    private final String app;
    private final String version;
    private final Instant since;
    private final AppClassLoader loader;
    private final Map<String, Object> beans = new LinkedHashMap<>();

    private AppVersion(String app, String version, Instant since, AppClassLoader loader) {
        this.app = app;
        this.version = version;
        this.since = since;
        this.loader = loader;
    }

    /**
     * Loads the classes and makes one object of each.
     *
     * @param since when its jars came
     * @param jars of this version, which nobody changes any more
     * @throws ConfigException if a class is missing, cannot be made, or throws from its constructor
     */
    static AppVersion load(String app, String version, Instant since, List<Path> jars) {
        Map<String, String> classes = AppDescriptor.read(app, jars);
        AppVersion loaded = new AppVersion(app, version, since, new AppClassLoader(app + "@" + version, urls(jars)));
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loaded.loader);
        try {
            classes.forEach((name, className) -> loaded.beans.put(name, loaded.make(name, className)));
            return loaded;
        } catch (RuntimeException e) {
            loaded.close();
            throw e;
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static URL[] urls(List<Path> jars) {
        List<URL> urls = new ArrayList<>();
        for (Path jar : jars) {
            try {
                urls.add(jar.toUri().toURL());
            } catch (MalformedURLException e) {
                throw new IllegalArgumentException(jar.toString(), e);
            }
        }
        return urls.toArray(URL[]::new);
    }

    private Object make(String name, String className) {
        if (className == null || className.isBlank()) {
            throw wrong(name, "names no class");
        }
        try {
            return Class.forName(className, true, loader).getConstructor().newInstance();
        } catch (ClassNotFoundException e) {
            throw wrong(name, "names class " + className + ", which is in none of its jars");
        } catch (NoSuchMethodException e) {
            throw wrong(name, "class " + className + " needs a public constructor without parameters");
        } catch (InstantiationException e) {
            throw wrong(name, "class " + className + " is abstract: name a class that can be made");
        } catch (IllegalAccessException e) {
            throw wrong(name, "class " + className + " is not public");
        } catch (InvocationTargetException e) {
            throw wrong(name, "class " + className + " threw from its constructor: " + e.getCause());
        } catch (LinkageError e) {
            throw wrong(
                    name,
                    "class " + className + " cannot be loaded: " + e + "; put the jars that it needs into apps/" + app);
        }
    }

    private ConfigException wrong(String bean, String problem) {
        return new ConfigException("apps/" + app + "/" + AppDescriptor.ENTRY + ": " + bean, bean, problem);
    }

    String app() {
        return app;
    }

    String version() {
        return version;
    }

    AppView view() {
        return new AppView(app, version, since, List.copyOf(beans.keySet()));
    }

    /** By their names. */
    Map<String, Object> beans() {
        return beans;
    }

    /** Closes those of its beans that can be closed, the last one first, and lets go of its jars. What goes wrong is logged. */
    @Override
    public void close() {
        List<Map.Entry<String, Object>> last = new ArrayList<>(beans.entrySet());
        for (int i = last.size() - 1; i >= 0; i--) {
            close(last.get(i).getKey(), last.get(i).getValue());
        }
        try {
            loader.close();
        } catch (IOException e) {
            log.atWarn().addKeyValue("app", app).setCause(e).log("its jars are not closed");
        }
    }

    private void close(String name, Object bean) {
        if (bean instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                log.atWarn()
                        .addKeyValue("app", app)
                        .addKeyValue("bean", name)
                        .setCause(e)
                        .log("does not close");
            }
        }
    }
}
