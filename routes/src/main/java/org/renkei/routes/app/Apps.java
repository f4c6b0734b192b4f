package org.renkei.routes.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.renkei.broker.config.ConfigException;

/**
 * The applications of jars that are in this process: of each one version is present, which new jobs begin on, and others are there as long as
 * earlier jobs need them. Thread-safe.
 */
public final class Apps {
    private final AppStore store;
    private final Set<String> taken;
    private final Map<String, AppVersion> loaded = new HashMap<>();
    private volatile Map<String, AppVersion> present = Map.of();
    private volatile Map<String, Object> beans = Map.of();

    /**
     * @param directory where copies of their jars are kept; made when it is needed
     * @param taken names that no bean may have, because they are somebody else's
     */
    public Apps(Path directory, Set<String> taken) {
        this.store = new AppStore(directory);
        this.taken = Set.copyOf(taken);
    }

    /** A change of what is present, ready to be made. Immutable. */
    public static final class Change {
        private final Map<String, AppVersion> present;
        private final Set<String> beans;

        private Change(Map<String, AppVersion> present, Set<String> beans) {
            this.present = present;
            this.beans = beans;
        }

        /** The names of the beans whose meaning changes, also of such as come or go; empty if nothing does. */
        public Set<String> beans() {
            return beans;
        }
    }

    /**
     * Loads what folders hold; nothing that is present changes yet.
     *
     * @param folders all applications, by their names
     * @throws ConfigException for the first that cannot be used
     */
    public synchronized Change prepare(Map<String, Path> folders) {
        Map<String, AppVersion> next = new TreeMap<>();
        folders.forEach((app, folder) -> next.put(app, load(app, store.keep(app, folder))));
        refuseTwice(next.values());
        Set<String> changed = new HashSet<>();
        forEachDifference(
                present, next, (app, version) -> changed.addAll(version.beans().keySet()));
        return new Change(next, changed);
    }

    private static void forEachDifference(
            Map<String, AppVersion> before, Map<String, AppVersion> after, BiConsumer<String, AppVersion> told) {
        before.forEach((app, version) -> {
            if (after.get(app) != version) {
                told.accept(app, version);
            }
        });
        after.forEach((app, version) -> {
            if (before.get(app) != version) {
                told.accept(app, version);
            }
        });
    }

    private void refuseTwice(Collection<AppVersion> apps) {
        Map<String, String> owners = new HashMap<>();
        taken.forEach(name -> owners.put(name, "etc/renkei.yaml"));
        for (AppVersion app : apps) {
            for (String bean : app.beans().keySet()) {
                String owner = owners.putIfAbsent(bean, "apps/" + app.app());
                if (owner != null) {
                    throw new ConfigException(
                            "apps/" + app.app() + "/" + AppDescriptor.ENTRY + ": " + bean,
                            bean,
                            "is also a name in " + owner + ": flows could not tell one from the other; change one");
                }
            }
        }
    }

    private synchronized AppVersion load(String app, String version) {
        String key = app + "@" + version;
        AppVersion known = loaded.get(key);
        if (known == null) {
            known = store.load(app, version);
            loaded.put(key, known);
        }
        return known;
    }

    /** Makes a change. @return the one that undoes it */
    public synchronized Change make(Change change) {
        Change back = new Change(present, change.beans);
        Map<String, Object> named = new LinkedHashMap<>();
        change.present.values().forEach(app -> named.putAll(app.beans()));
        beans = Map.copyOf(named);
        present = Map.copyOf(change.present);
        return back;
    }

    /** What is present, in the order of the names. */
    public List<AppView> views() {
        return present.values().stream()
                .map(AppVersion::view)
                .sorted(Comparator.comparing(AppView::app))
                .toList();
    }

    /** Those that are present, by name. */
    public Map<String, Object> beans() {
        return beans;
    }

    /** The versions of the applications that have the beans of those names, as they are present. */
    public Map<String, String> versionsOf(Collection<String> names) {
        Map<String, String> versions = new TreeMap<>();
        present.forEach((app, version) -> {
            if (version.beans().keySet().stream().anyMatch(names::contains)) {
                versions.put(app, version.version());
            }
        });
        return versions;
    }

    /** Which application has a bean that is present, and in which version, as {@code orders@1a2b3c4d}. */
    public Optional<String> origin(String bean) {
        return present.values().stream()
                .filter(app -> app.beans().containsKey(bean))
                .map(app -> app.app() + "@" + app.version())
                .findFirst();
    }

    /**
     * A bean of one of those versions, which is loaded if it must be; empty if none of them has it.
     *
     * @throws ConfigException if one of them cannot be loaded
     */
    public Optional<Object> bean(String name, Map<String, String> versions) {
        return versions.entrySet().stream()
                .map(version ->
                        load(version.getKey(), version.getValue()).beans().get(name))
                .filter(bean -> bean != null)
                .findFirst();
    }

    /** Closes and deletes all versions but the present ones and those. */
    public synchronized void keepOnly(Map<String, Set<String>> needed) {
        Map<String, Set<String>> kept = new HashMap<>();
        needed.forEach((app, versions) -> kept.put(app, new HashSet<>(versions)));
        present.forEach((app, version) ->
                kept.computeIfAbsent(app, name -> new HashSet<>()).add(version.version()));
        List<AppVersion> gone = new ArrayList<>();
        loaded.values().removeIf(version -> {
            boolean needless = !kept.getOrDefault(version.app(), Set.of()).contains(version.version());
            if (needless) {
                gone.add(version);
            }
            return needless;
        });
        gone.forEach(AppVersion::close);
        store.keepOnly(kept);
    }

    /** Closes all of them. */
    public synchronized void close() {
        loaded.values().forEach(AppVersion::close);
        loaded.clear();
    }
}
