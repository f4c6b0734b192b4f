package org.renkei.broker.table;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.config.Nearest;

/** The business databases, opened before the broker and closed after it. Thread-safe. */
public final class DataSources implements AutoCloseable {

    private final Map<String, BusinessDatabase> databases = new LinkedHashMap<>();

    private DataSources() {}

    /** For a system without database channels. */
    public static DataSources none() {
        return new DataSources();
    }

    /**
     * Opens each, brings its schema {@code renkei} up to date, and runs the business's own migrations.
     *
     * @param configs by name
     * @param channels all that are declared, by name
     * @param folder of the embedded ones
     * @param etc what {@link DataSourceConfig#migrations()} is relative to
     * @param node names this server among all that share a database; must stay the same over restarts
     * @throws ConfigException if a channel names a data source that is not there
     * @throws org.renkei.broker.error.RenkeiException {@code DATABASE_AWAY} or {@code DATABASE_REFUSED} for the first that cannot be
     *     opened, with what to do; none is left open
     */
    public static DataSources open(
            Map<String, DataSourceConfig> configs,
            Map<String, ChannelConfig> channels,
            Path folder,
            Path etc,
            String node) {
        checkNames(configs, channels);
        DataSources sources = new DataSources();
        try {
            configs.forEach((name, config) -> sources.databases.put(
                    name, BusinessDatabase.open(name, config, workersOf(name, channels.values()), folder, etc, node)));
            return sources;
        } catch (RuntimeException e) {
            sources.close();
            throw e;
        }
    }

    /** @throws ConfigException for the first channel whose data source is not among {@code configs} */
    public static void checkNames(Map<String, DataSourceConfig> configs, Map<String, ChannelConfig> channels) {
        channels.forEach((channel, config) -> {
            String name = config.dataSource();
            if (name != null && !configs.containsKey(name)) {
                throw new ConfigException(
                        channel + ".dataSource",
                        "is '" + name + "', which etc/renkei.yaml does not declare under dataSources"
                                + Nearest.to(name, configs.keySet())
                                        .map(near -> "; did you mean " + near + "?")
                                        .orElse(""));
            }
        });
    }

    private static int workersOf(String dataSource, Collection<ChannelConfig> channels) {
        return channels.stream()
                .filter(channel -> dataSource.equals(channel.dataSource()))
                .mapToInt(ChannelConfig::consumers)
                .sum();
    }

    public Optional<BusinessDatabase> find(String name) {
        return Optional.ofNullable(databases.get(name));
    }

    /** In the order of their declaration. */
    public Collection<BusinessDatabase> all() {
        return databases.values();
    }

    @Override
    public void close() {
        databases.values().forEach(BusinessDatabase::close);
    }
}
