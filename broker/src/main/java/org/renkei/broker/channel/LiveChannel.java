package org.renkei.broker.channel;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.broker.limits.Admission;
import org.renkei.broker.limits.DepthLimits;
import org.renkei.broker.limits.HandBlocks;
import org.renkei.broker.limits.RateWindow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A channel of a running broker. Begins STOPPED. */
public final class LiveChannel implements Channel {

    private static final Logger log = LoggerFactory.getLogger(LiveChannel.class);

    private enum Switch {
        OPEN,
        DRAINING,
        STOPPED
    }

    private final String name;
    private final ChannelConfig config;
    private final ChannelQueue queue;
    private final HandBlocks blocks;
    private final Clock clock;
    private final DepthLimits limits;
    private final Admission admission;
    private final RateWindow inRate = new RateWindow();
    private final RateWindow outRate = new RateWindow();
    /** By message, in how many sessions: one may have it before the other, which gave it back, has said so. */
    private final Map<Long, Integer> inHand = new ConcurrentHashMap<>();

    private final Browsing browsing;
    private final Object opened = new Object();
    private volatile Switch state = Switch.STOPPED;
    private volatile boolean still;
    private DepthListener depthListener = (channel, change, depth) -> {};

    public LiveChannel(String name, ChannelConfig config, ChannelQueue queue, HandBlocks blocks, Clock clock) {
        this.name = name;
        this.config = config;
        this.queue = queue;
        this.blocks = blocks;
        this.clock = clock;
        this.limits = new DepthLimits(config);
        this.admission = new Admission(queue::depth, queue::catchUp);
        this.browsing = new Browsing(queue, inHand::containsKey);
        queue.pause();
    }

    @Override
    public String name() {
        return name;
    }

    /** True for the system's own. */
    public boolean isInternal() {
        return name().startsWith(Channels.INTERNAL_PREFIX);
    }

    @Override
    public ChannelConfig config() {
        return config;
    }

    public ChannelQueue queue() {
        return queue;
    }

    @Override
    public ChannelFigures figures() {
        long depth = queue.depth();
        long scheduled = queue.scheduled();
        long inProcess = inProcess();
        Instant oldest = queue.oldest();
        RenkeiException refusal = refusal().orElse(null);
        return new ChannelFigures(
                name,
                config.kind(),
                state(),
                refusal == null ? null : refusal.getMessage(),
                depth,
                Math.max(0, depth - scheduled - inProcess),
                scheduled,
                inProcess,
                config.watch(),
                config.max(),
                limits.alarm(),
                oldest == null ? null : notNegative(Duration.between(oldest, clock.instant())),
                queue.added(),
                queue.taken(),
                inRate.perSecond(),
                outRate.perSecond(),
                queue.producers(),
                queue.consumers());
    }

    @Override
    public void catchUp() {
        queue.catchUp();
    }

    /** What it does now. */
    public ChannelState state() {
        return switch (state) {
            case STOPPED -> ChannelState.STOPPED;
            case DRAINING -> ChannelState.DRAINING;
            case OPEN -> isBlocked() ? ChannelState.BLOCKED : ChannelState.ACTIVE;
        };
    }

    private boolean isBlocked() {
        return blocks.reason(name) != null
                || blocks.flow(name) != null
                || limits.full()
                || queue.away().isPresent();
    }

    @Override
    public Optional<RenkeiException> refusal() {
        Optional<RenkeiException> bySwitch = refusalBySwitch();
        if (bySwitch.isPresent()) {
            return bySwitch;
        }
        observe(admission.depth());
        return limits.full() ? Optional.of(full()) : Optional.empty();
    }

    /**
     * Lets one message in, if the channel takes messages now. Whoever calls it must say later what became of the message:
     * {@link #settle} or {@link #release}.
     *
     * @throws RenkeiException as {@link #refusal()} says
     */
    public void admit() {
        refusal().ifPresent(refused -> {
            throw refused;
        });
        if (!admission.tryReserve(config.max())) {
            reached(config.max());
            throw full();
        }
        observe(admission.depth());
    }

    /** The admitted messages are in the queue. */
    public void settle(long messages) {
        admission.settle(messages);
    }

    /** The admitted messages will not come. */
    public void release(long messages) {
        admission.release(messages);
    }

    /** A session of ours received the message of this number in its store. */
    public void received(long id) {
        inHand.merge(id, 1, Integer::sum);
    }

    /** They were committed or given back. */
    public void letGo(Collection<Long> ids) {
        ids.forEach(id -> inHand.computeIfPresent(id, (same, sessions) -> sessions == 1 ? null : sessions - 1));
    }

    /** False if every message here is scheduled or in the hands of a worker: a receiver would get none. */
    public boolean mayHaveMore() {
        return queue.depth() - queue.scheduled() > inHand.size();
    }

    /** True if receivers get messages now. */
    public boolean serves() {
        return state != Switch.STOPPED;
    }

    /** Returns at once if the channel serves receivers, else when it does or after {@code wait}. */
    public boolean awaitServing(Duration wait) throws InterruptedException {
        long deadline = System.nanoTime() + wait.toNanos();
        synchronized (opened) {
            while (!serves()) {
                long millis = (deadline - System.nanoTime()) / 1_000_000;
                if (millis <= 0) {
                    return false;
                }
                opened.wait(millis);
            }
            return true;
        }
    }

    @Override
    public void start() {
        become(Switch.OPEN);
    }

    @Override
    public void drain() {
        if (state == Switch.OPEN) {
            become(Switch.DRAINING);
        }
    }

    @Override
    public void stop() {
        become(Switch.STOPPED);
    }

    @Override
    public void block(String reason) {
        blocks.block(name, reason);
        log.atInfo().addKeyValue("channel", name).addKeyValue("reason", reason).log("blocked by hand");
    }

    @Override
    public void unblock() {
        blocks.unblock(name);
        log.atInfo().addKeyValue("channel", name).log("unblocked by hand");
    }

    @Override
    public MessagePage browse(BrowseQuery query) {
        return browsing.page(query);
    }

    @Override
    public Optional<BrowsedMessage> find(String id, String near) {
        return browsing.find(id, near);
    }

    @Override
    public void blockFlow(String flow, String reason) {
        blocks.blockFlow(name, new FlowBlock(flow, reason));
        log.atInfo()
                .addKeyValue("flow", flow)
                .addKeyValue("channel", name)
                .addKeyValue("reason", reason)
                .log("flow blocked by hand");
    }

    @Override
    public void unblockFlow() {
        blocks.unblockFlow(name);
        log.atInfo().addKeyValue("channel", name).log("flow unblocked by hand");
    }

    @Override
    public Optional<FlowBlock> flowBlock() {
        return Optional.ofNullable(blocks.flow(name));
    }

    @Override
    public void browse(Consumer<ChannelMessage> each) {
        browsing.each(each);
    }

    @Override
    public void browse(String filter, Consumer<ChannelMessage> each) {
        browsing.each(filter, each);
    }

    @Override
    public List<Client> clients() {
        return queue.clients().stream()
                .map(client -> client.own() ? Client.workers(client.number(), inHand.size()) : client)
                .toList();
    }

    /** Looks at depth and counters; called every tenth of a second, or every second while the channel {@link #isStill()}. */
    public void sample(Instant now) {
        inRate.sample(now, queue.added());
        outRate.sample(now, queue.taken());
        observe(admission.depth());
        still = !limits.full() && inRate.growth() == 0 && outRate.growth() == 0;
    }

    /** True if nothing has come or gone for ten seconds, and the channel is not full. */
    public boolean isStill() {
        return still;
    }

    private void become(Switch next) {
        synchronized (opened) {
            if (state == next) {
                return;
            }
            state = next;
            if (next == Switch.STOPPED) {
                queue.pause();
            } else {
                queue.resume();
            }
            opened.notifyAll();
        }
        log.atDebug().addKeyValue("channel", name).addKeyValue("state", state()).log("switched");
    }

    /** Tells it from now on, and of what holds already. There is one: it takes the place of the one before. */
    public void listen(DepthListener listener) {
        synchronized (limits) {
            depthListener = listener;
            long depth = queue.depth();
            if (limits.alarm()) {
                listener.passed(this, DepthLimits.Change.ALARM_RAISED, depth);
            }
            if (limits.full()) {
                listener.passed(this, DepthLimits.Change.FILLED, depth);
            }
        }
    }

    /** Looks again before senders are refused. */
    private void observe(long depth) {
        if (limits.changes(depth)) {
            boolean fills = !limits.full() && depth >= config.max();
            reached(fills ? admission.sureDepth() : depth);
        }
    }

    private void reached(long depth) {
        if (limits.changes(depth)) {
            synchronized (limits) { // so that the listener is told in order
                limits.observe(depth).forEach(change -> tell(change, depth));
            }
        }
    }

    private void tell(DepthLimits.Change change, long depth) {
        log.atDebug()
                .addKeyValue("channel", name)
                .addKeyValue("current", depth)
                .addKeyValue("watch", config.watch())
                .addKeyValue("max", config.max())
                .log(
                        switch (change) {
                            case ALARM_RAISED -> "depth reached watch";
                            case ALARM_REARMED -> "depth fell to rearm";
                            case FILLED -> "depth reached max: blocked";
                            case OPENED -> "depth fell to unblock: open again";
                        });
        depthListener.passed(this, change, depth);
    }

    /** Our own sessions know exactly; of a foreign receiver only what was handed to its connection is known. */
    private long inProcess() {
        return inHand.size() + queue.deliveringToForeign();
    }

    private Optional<RenkeiException> refusalBySwitch() {
        if (state == Switch.STOPPED) {
            return Optional.of(new RenkeiException(
                    ErrorCode.CHANNEL_STOPPED,
                    "channel " + name + " is stopped; start it with: renkei channel start " + name));
        }
        if (state == Switch.DRAINING) {
            return Optional.of(new RenkeiException(
                    ErrorCode.CHANNEL_STOPPED,
                    "channel " + name + " is draining; start it with: renkei channel start " + name));
        }
        return refusalByHand().or(queue::away);
    }

    private Optional<RenkeiException> refusalByHand() {
        String reason = blocks.reason(name);
        if (reason != null) {
            return Optional.of(
                    new RenkeiException(ErrorCode.CHANNEL_BLOCKED, "channel " + name + " is blocked: " + reason));
        }
        return flowBlock()
                .map(block -> new RenkeiException(
                        ErrorCode.FLOW_BLOCKED,
                        "flow " + block.flow() + " is blocked, so its start channel " + name + " takes nothing: "
                                + block.reason()));
    }

    private RenkeiException full() {
        return new RenkeiException(
                ErrorCode.CHANNEL_FULL,
                "channel " + name + " is full: " + admission.depth() + " of max " + config.max()
                        + "; it opens again at " + config.unblock());
    }

    private static Duration notNegative(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
