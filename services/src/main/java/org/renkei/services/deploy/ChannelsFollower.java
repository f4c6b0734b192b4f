package org.renkei.services.deploy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.renkei.broker.channel.Channel;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.Channels;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.server.Broker;
import org.renkei.broker.table.DataSourceConfig;
import org.renkei.services.activity.ActivityLog;
import org.renkei.services.config.ChannelsFile;
import org.renkei.services.config.Home;

/**
 * The file {@code etc/channels.yaml} of a running system: new channels are made at once. What else has changed takes effect at the next start,
 * and is told until then. Thread-safe.
 */
final class ChannelsFollower extends FollowedFolder {
    private final Path file;
    private final Broker broker;
    private final Map<String, DataSourceConfig> dataSources;
    private final ActivityLog activity;

    ChannelsFollower(Home home, Broker broker, Map<String, DataSourceConfig> dataSources, ActivityLog activity) {
        super("etc/channels.yaml", home.etc(), 1);
        this.file = home.channelsFile();
        this.broker = broker;
        this.dataSources = dataSources;
        this.activity = activity;
    }

    @Override
    boolean concerns(Path candidate) {
        return candidate.equals(file);
    }

    @Override
    void deployWhatLiesThere() {
        Map<String, ChannelConfig> wanted = ChannelsFile.read(file, dataSources);
        Channels channels = broker.channels();
        List<String> later = new ArrayList<>();
        wanted.forEach((name, config) -> {
            if (!channels.exists(name)) {
                declare(name, config, later);
            } else if (!channels.channel(name).config().equals(config)) {
                later.add(name + " has changed");
            }
        });
        channels.all().stream()
                .map(Channel::name)
                .filter(name -> !name.startsWith(Channels.INTERNAL_PREFIX) && !wanted.containsKey(name))
                .forEach(name -> later.add(name + " has gone"));
        if (!later.isEmpty()) {
            throw new ConfigException(
                    file + ":", "", String.join(", ", later) + ": that takes effect at the next start of the system");
        }
    }

    private void declare(String name, ChannelConfig config, List<String> later) {
        try {
            broker.declare(name, config);
            activity.record(name(), null, "channel declare", name, null);
        } catch (ConfigException e) {
            later.add(e.key() + " " + e.problem());
        }
    }
}
