package org.renkei.services.config;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.config.Nearest;
import org.renkei.broker.config.StrictYaml;
import org.renkei.routes.app.AppFolders;
import org.renkei.routes.engine.CamelCheck;
import org.renkei.routes.flow.Flow;
import org.renkei.routes.flow.FlowCheck;
import org.renkei.routes.flow.FlowDraft;
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

    /** @throws org.renkei.broker.error.RenkeiException for what cannot be used, with file, line and key */
    public static Settings read(Home home) {
        RenkeiConfig config = RenkeiConfig.read(home.settingsFile());
        Map<String, ChannelConfig> channels = ChannelsFile.read(home.channelsFile(), config.dataSources());
        StrictYaml.locating(
                home.settingsFile(),
                () -> checkDeclared("alarms.channel", config.alarms().channel(), channels));
        return new Settings(
                config,
                tlsKey(home, config.http()),
                channels,
                flows(home, channels, config),
                ApplicationClasses.instantiate(
                        config.applications(), home.settingsFile().toString()));
    }

    /** What Camel has to say of them is heard when they are deployed, or here, if anything is wrong anyhow. */
    private static List<Flow> flows(Home home, Map<String, ChannelConfig> channels, RenkeiConfig config) {
        List<FlowDraft> drafts = FlowFiles.drafts(home.flows());
        Set<String> applications = applications(home, config);
        try {
            return new FlowCheck(channels, applications).check(drafts);
        } catch (ConfigException e) {
            try (CamelCheck camel = CamelCheck.without(Settings.class.getClassLoader())) {
                return new FlowCheck(channels, applications, camel).check(drafts);
            }
        }
    }

    /** The names that steps may call: those of the settings and those of the applications in jars. */
    public static Set<String> applications(Home home, RenkeiConfig config) {
        Set<String> names = new HashSet<>(config.applications().keySet());
        names.addAll(AppFolders.beans(home.apps()));
        return names;
    }

    private static TlsKey tlsKey(Home home, HttpConfig http) {
        if (http.tls() == null) {
            return null;
        }
        AtomicReference<TlsKey> key = new AtomicReference<>();
        StrictYaml.locating(home.settingsFile(), () -> key.set(TlsKey.read(home.etc(), http.tls())));
        return key.get();
    }

    private static void checkDeclared(String key, String channel, Map<String, ChannelConfig> channels) {
        if (channel != null && !channels.containsKey(channel)) {
            throw new ConfigException(
                    key,
                    "is '" + channel + "', which is not declared in etc/channels.yaml"
                            + Nearest.to(channel, channels.keySet())
                                    .map(near -> "; did you mean " + near + "?")
                                    .orElse(""));
        }
    }
}
