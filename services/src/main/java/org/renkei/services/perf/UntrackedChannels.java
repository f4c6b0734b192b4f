package org.renkei.services.perf;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.renkei.broker.channel.Channel;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.ChannelSession;
import org.renkei.broker.channel.Channels;
import org.renkei.broker.channel.DepthListener;

/**
 * Channels as they are, but for those whose names begin with {@link #PREFIX}: what their workers send to the tracking queue is dropped,
 * so that a flow can be measured without tracking beside the same flow with it. The events are made and encoded all the same.
 */
final class UntrackedChannels implements Channels {
    static final String PREFIX = "untracked-";

    private final Channels channels;

    UntrackedChannels(Channels channels) {
        this.channels = channels;
    }

    @Override
    public ChannelSession open(String receivesFrom) {
        ChannelSession session = channels.open(receivesFrom);
        return receivesFrom.startsWith(PREFIX) ? new UntrackedSession(session) : session;
    }

    @Override
    public ChannelSession open(String receivesFrom, String filter) {
        return channels.open(receivesFrom, filter);
    }

    @Override
    public boolean receiversMayComeLater(String channel) {
        return channels.receiversMayComeLater(channel);
    }

    @Override
    public Channel channel(String name) {
        return channels.channel(name);
    }

    @Override
    public boolean exists(String name) {
        return channels.exists(name);
    }

    @Override
    public List<Channel> all() {
        return channels.all();
    }

    @Override
    public Optional<ChannelSession> openTrackingTable() {
        return channels.openTrackingTable();
    }

    @Override
    public void listen(DepthListener listener) {
        channels.listen(listener);
    }

    @Override
    public long onTheirWay() {
        return channels.onTheirWay();
    }

    @Override
    public boolean sendOnce(String channel, ChannelMessage message) {
        return channels.sendOnce(channel, message);
    }

    @Override
    public boolean holdsMemory() {
        return channels.holdsMemory();
    }

    @Override
    public void onMemoryLost(Runnable listener) {
        channels.onMemoryLost(listener);
    }

    @Override
    public Optional<String> answers(Consumer<ChannelMessage> each) {
        return channels.answers(each);
    }

    @Override
    public Map<String, DataSource> dataSources() {
        return channels.dataSources();
    }

    @Override
    public void send(String channel, ChannelMessage message) {
        channels.send(channel, message);
    }

    @Override
    public boolean isReplyAllowed(String replyTo) {
        return channels.isReplyAllowed(replyTo);
    }
}
