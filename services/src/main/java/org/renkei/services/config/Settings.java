package org.renkei.services.config;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.config.StrictYaml;
import org.renkei.routes.flow.Flow;
import org.renkei.routes.flow.FlowFiles;

/**
 * Everything that a user edits, read and checked.
 *
 * @param tlsKey with which the console listens; null for plain HTTP
 * @param channels by name, in the order of their file
 * @param applications by the name that flows use
 */
public record Settings(
        RenkeiConfig config,
        TlsKey tlsKey,
        Map<String, ChannelConfig> channels,
        List<Flow> flows,
        Map<String, Object> applications) {

    /** @throws org.renkei.broker.error.RenkeiException for the first thing that cannot be used, with file, line and key */
    public static Settings read(Home home) {
        RenkeiConfig config = RenkeiConfig.read(home.settingsFile());
        return new Settings(
                config,
                tlsKey(home, config.http()),
                ChannelsFile.read(home.channelsFile(), config.dataSources()),
                FlowFiles.read(home.flows()),
                ApplicationClasses.instantiate(
                        config.applications(), home.settingsFile().toString()));
    }

    private static TlsKey tlsKey(Home home, HttpConfig http) {
        if (http.tls() == null) {
            return null;
        }
        AtomicReference<TlsKey> key = new AtomicReference<>();
        StrictYaml.locating(home.settingsFile(), () -> key.set(TlsKey.read(home.etc(), http.tls())));
        return key.get();
    }
}
