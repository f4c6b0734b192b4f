package org.renkei.services.pending;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.renkei.broker.channel.Channel;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.ChannelSession;
import org.renkei.broker.channel.Channels;
import org.renkei.broker.channel.DepthListener;

/** Channels without a broker. */
public final class FakeChannels implements Channels {
    private final Map<String, FakeChannel> channels = new LinkedHashMap<>();

    public FakeChannel add(String name, ChannelKind kind) {
        FakeChannel channel = new FakeChannel(name, kind);
        channels.put(name, channel);
        return channel;
    }

    @Override
    public Channel channel(String name) {
        return channels.get(name);
    }

    @Override
    public boolean exists(String name) {
        return channels.containsKey(name);
    }

    @Override
    public List<Channel> all() {
        return List.copyOf(channels.values());
    }

    @Override
    public boolean receiversMayComeLater(String channel) {
        return true;
    }

    @Override
    public ChannelSession open(String receivesFrom) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ChannelSession open(String receivesFrom, String filter) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void send(String channel, ChannelMessage message) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean sendOnce(String channel, ChannelMessage message) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isReplyAllowed(String replyTo) {
        return false;
    }

    @Override
    public Optional<ChannelSession> openTrackingTable() {
        return Optional.empty();
    }

    @Override
    public void listen(DepthListener listener) {}

    @Override
    public long onTheirWay() {
        return 0;
    }

    @Override
    public Map<String, DataSource> dataSources() {
        return Map.of();
    }
}
