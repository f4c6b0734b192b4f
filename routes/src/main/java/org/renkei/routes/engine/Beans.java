package org.renkei.routes.engine;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.support.DefaultRegistry;
import org.renkei.broker.config.ConfigException;
import org.renkei.routes.app.Apps;
import org.renkei.routes.flow.Flow;

/** What flows and routes find by name: applications, those of jars as they are present, and data sources. Thread-safe. */
final class Beans implements BeanRepository {
    private final Map<String, Object> fixed;
    private final Apps apps;
    private final Map<String, Object> dataSources;

    Beans(Map<String, Object> applications, Apps apps, Map<String, ?> dataSources) {
        this.fixed = Map.copyOf(applications);
        this.apps = apps;
        this.dataSources = Map.copyOf(dataSources);
    }

    /** For a Camel context; what routes bind there themselves is found as well. */
    DefaultRegistry registry() {
        return new DefaultRegistry(this);
    }

    Apps apps() {
        return apps;
    }

    /** The names that steps may call. */
    Set<String> applications() {
        Set<String> names = new HashSet<>(fixed.keySet());
        names.addAll(apps.beans().keySet());
        return names;
    }

    /** The flow on the versions of applications that are present. */
    Flow present(Flow flow) {
        return flow.on(apps.versionsOf(flow.beans()));
    }

    /**
     * What a version of a flow calls by that name.
     *
     * @throws ConfigException if it is not there any more
     */
    Object of(Flow flow, String name) {
        Object bean = fixed.get(name);
        return bean != null
                ? bean
                : apps.bean(name, flow.source().apps())
                        .orElseThrow(() ->
                                new ConfigException("", "names the application '" + name + "', which does not exist"));
    }

    @Override
    public Object lookupByName(String name) {
        Object application = fixed.getOrDefault(name, apps.beans().get(name));
        return application == null ? dataSources.get(name) : application;
    }

    @Override
    public <T> T lookupByNameAndType(String name, Class<T> type) {
        Object found = lookupByName(name);
        return type.isInstance(found) ? type.cast(found) : null;
    }

    @Override
    public <T> Map<String, T> findByTypeWithName(Class<T> type) {
        Map<String, T> found = new LinkedHashMap<>();
        dataSources.forEach((name, bean) -> putIf(type, name, bean, found));
        fixed.forEach((name, bean) -> putIf(type, name, bean, found));
        apps.beans().forEach((name, bean) -> putIf(type, name, bean, found));
        return found;
    }

    private static <T> void putIf(Class<T> type, String name, Object bean, Map<String, T> found) {
        if (type.isInstance(bean)) {
            found.put(name, type.cast(bean));
        }
    }

    @Override
    public <T> Set<T> findByType(Class<T> type) {
        return new HashSet<>(findByTypeWithName(type).values());
    }
}
