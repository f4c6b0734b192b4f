package org.renkei.services.pending;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.renkei.broker.channel.BrowseQuery;
import org.renkei.broker.channel.BrowsedMessage;
import org.renkei.broker.channel.Channel;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.ChannelFigures;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.ChannelState;
import org.renkei.broker.channel.Client;
import org.renkei.broker.channel.FlowBlock;
import org.renkei.broker.channel.MessagePage;
import org.renkei.broker.error.RenkeiException;

/** A channel without a broker: it holds what a test puts there. */
public final class FakeChannel implements Channel {
    private final String name;
    private final ChannelConfig config;
    private final List<ChannelMessage> queued = new CopyOnWriteArrayList<>();
    private volatile long scheduled;
    private volatile long inProcess;
    private volatile long in;
    private volatile boolean moving;
    private volatile ChannelState state = ChannelState.ACTIVE;

    FakeChannel(String name, ChannelKind kind) {
        this.name = name;
        this.config = ChannelConfig.of(kind);
    }

    public FakeChannel withJob(String job) {
        queued.add(ChannelMessage.of("{}").withProperties(Map.of("renkei_job", job)));
        return this;
    }

    public FakeChannel withMessage() {
        queued.add(ChannelMessage.of("{}"));
        return this;
    }

    FakeChannel withScheduled(long count) {
        scheduled = count;
        return this;
    }

    FakeChannel withInProcess(long count) {
        inProcess = count;
        return this;
    }

    /** From now on a message has come and gone each time somebody looks. */
    FakeChannel keepMoving() {
        moving = true;
        return this;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ChannelConfig config() {
        return config;
    }

    @Override
    public void catchUp() {}

    @Override
    public ChannelFigures figures() {
        if (moving) {
            in++;
        }
        long current = queued.size() + scheduled + inProcess;
        return new ChannelFigures(
                name,
                config.kind(),
                state,
                null,
                current,
                queued.size(),
                scheduled,
                inProcess,
                config.watch(),
                config.max(),
                false,
                null,
                in,
                in,
                0,
                0,
                0,
                0);
    }

    @Override
    public Optional<RenkeiException> refusal() {
        return Optional.empty();
    }

    @Override
    public void start() {
        state = ChannelState.ACTIVE;
    }

    @Override
    public void drain() {
        state = ChannelState.DRAINING;
    }

    @Override
    public void stop() {
        state = ChannelState.STOPPED;
    }

    @Override
    public void block(String reason) {
        state = ChannelState.BLOCKED;
    }

    @Override
    public void unblock() {
        state = ChannelState.ACTIVE;
    }

    @Override
    public void blockFlow(String flow, String reason) {
        state = ChannelState.BLOCKED;
    }

    @Override
    public void unblockFlow() {
        state = ChannelState.ACTIVE;
    }

    @Override
    public Optional<FlowBlock> flowBlock() {
        return Optional.empty();
    }

    @Override
    public void browse(Consumer<ChannelMessage> each) {
        queued.forEach(each);
    }

    @Override
    public void browse(String filter, Consumer<ChannelMessage> each) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MessagePage browse(BrowseQuery query) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<BrowsedMessage> find(String id, String near) {
        return Optional.empty();
    }

    @Override
    public List<Client> clients() {
        return List.of();
    }
}
