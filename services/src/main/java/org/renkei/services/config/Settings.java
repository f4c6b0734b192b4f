package org.renkei.services.config;

import java.util.List;
import java.util.Map;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.routes.flow.Flow;
import org.renkei.routes.flow.FlowFiles;

/**
 * Everything that a user edits, read and checked.
 *
 * @param channels by name, in the order of their file
 * @param applications by the name that flows use
 */
public record Settings(
        RenkeiConfig config, Map<String, ChannelConfig> channels, List<Flow> flows, Map<String, Object> applications) {

    /** @throws org.renkei.broker.error.RenkeiException for the first thing that cannot be used, with file, line and key */
    public static Settings read(Home home) {
        RenkeiConfig config = RenkeiConfig.read(home.settingsFile());
        return new Settings(
                config,
                ChannelsFile.read(home.channelsFile(), config.dataSources()),
                FlowFiles.read(home.flows()),
                ApplicationClasses.instantiate(
                        config.applications(), home.settingsFile().toString()));
    }
}
