package org.renkei.services.config;

import com.fasterxml.jackson.core.type.TypeReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.config.StrictYaml;
import org.renkei.broker.table.DataSourceConfig;
import org.renkei.broker.table.DataSources;

/** Reads {@code etc/channels.yaml}: channels by name, in the order of the file. */
public final class ChannelsFile {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    private ChannelsFile() {}

    /**
     * No channels if there is no such file.
     *
     * @param dataSources that database channels may name
     */
    public static Map<String, ChannelConfig> read(Path file, Map<String, DataSourceConfig> dataSources) {
        if (!Files.exists(file) || YamlText.isBlank(file)) {
            return Map.of();
        }
        Map<String, ChannelConfig> channels =
                StrictYaml.read(file, new TypeReference<LinkedHashMap<String, ChannelConfig>>() {});
        channels.forEach((name, config) -> check(file, name, config));
        StrictYaml.locating(file, () -> DataSources.checkNames(dataSources, channels));
        return channels;
    }

    private static void check(Path file, String name, ChannelConfig config) {
        if (!NAME.matcher(name).matches()) {
            throw new ConfigException(
                    file + ": " + name,
                    name,
                    "is no name for a channel: use 1 to 100 letters, digits, '.', '_', '-', and begin with a letter or"
                            + " digit");
        }
        if (name.startsWith("renkei.") || name.startsWith("activemq")) {
            throw new ConfigException(
                    file + ": " + name, name, "is a name of the system's own: begin it with something else");
        }
        if (config == null) {
            throw new ConfigException(file + ": " + name, name, "is empty: give it a kind, as in 'kind: persistent'");
        }
    }
}
