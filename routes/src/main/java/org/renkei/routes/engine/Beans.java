package org.renkei.routes.engine;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.support.DefaultRegistry;

/** What flows and routes find by name: applications and data sources. Thread-safe. */
final class Beans implements BeanRepository {
    private final Map<String, Object> fixed;
    private final Map<String, Object> dataSources;

    Beans(Map<String, Object> applications, Map<String, ?> dataSources) {
        this.fixed = Map.copyOf(applications);
        this.dataSources = Map.copyOf(dataSources);
    }

    /** For a Camel context; what routes bind there themselves is found as well. */
    DefaultRegistry registry() {
        return new DefaultRegistry(this);
    }

    /** The names that steps may call. */
    Set<String> applications() {
        return fixed.keySet();
    }

    @Override
    public Object lookupByName(String name) {
        Object application = fixed.get(name);
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
