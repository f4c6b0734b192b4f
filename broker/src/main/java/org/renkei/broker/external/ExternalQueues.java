package org.renkei.broker.external;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.ChannelQueue;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.broker.session.BrokerMember;

/** The queues of channels at brokers that are not ours, watched from the start to the close of this. Thread-safe. */
public final class ExternalQueues implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final ExternalBrokers brokers;
    private final QueueSetup setup;
    private final List<MemberWatch> watches = new ArrayList<>();
    private final boolean alone;
    private final Object memory = new Object();
    private boolean memoryLost;
    private Runnable onMemoryLost;

    /** @param channels all that are declared at the start, the system's own too */
    public ExternalQueues(ExternalBrokers brokers, Map<String, ChannelConfig> channels, SendGate gate) {
        this.brokers = brokers;
        this.alone = brokers.members().size() == 1;
        this.setup = new QueueSetup(channels);
        brokers.members()
                .forEach(member ->
                        watches.add(new MemberWatch(member, brokers.connections(), setup, gate, this::madeInMemory)));
    }

    /**
     * Returns when one of the brokers is there and has the queues of all channels; those that answer at once, all of them.
     *
     * @throws RenkeiException {@code BROKER_START} if none is within half a minute; {@code CONFIG_INVALID} if a queue is there that
     *     cannot be a channel's
     */
    public void start() {
        watches.forEach(MemberWatch::start);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (watches.stream().allMatch(watch -> watch.management() == null)) {
            refuseIfUnfit();
            if (System.nanoTime() - deadline > 0) {
                throw new RenkeiException(
                        ErrorCode.BROKER_START,
                        brokers.problem().orElse("no broker answers") + "; start it, or correct broker.url, broker.user"
                                + " and broker.password, and see that the user may manage the broker");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        refuseIfUnfit();
    }

    private void refuseIfUnfit() {
        watches.stream()
                .map(MemberWatch::unfit)
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(unfit -> {
                    throw unfit;
                });
    }

    /**
     * Makes the queue of a channel that is new, at every broker that answers; at the others when they do.
     *
     * @throws org.renkei.broker.config.ConfigException if a queue is there that cannot be the channel's
     * @throws RenkeiException {@code BROKER_LOST} if no broker answers, or one refuses
     */
    public void make(String channel, ChannelConfig config) {
        setup.add(channel, config);
        boolean made = false;
        try {
            for (MemberWatch watch : watches) {
                made |= watch.make(channel, config);
            }
        } catch (RenkeiException e) {
            setup.remove(channel);
            throw e;
        } catch (Exception e) {
            setup.remove(channel);
            throw new RenkeiException(
                    ErrorCode.BROKER_LOST,
                    "channel " + channel + " cannot be made at the broker: " + e.getMessage(),
                    e);
        }
        if (!made) {
            setup.remove(channel);
            throw new RenkeiException(
                    ErrorCode.BROKER_LOST,
                    "channel " + channel + " cannot be made: "
                            + brokers.problem().orElse("no broker answers"));
        }
    }

    /** That of one channel. */
    public ChannelQueue queue(String channel, String user, Clock clock) {
        return new ExternalQueue(channel, List.copyOf(watches), user, clock);
    }

    /** Told by this process that it has taken messages out of a channel's queue at a broker, and committed that. */
    public void carried(BrokerMember from, String channel, int messages) {
        watches.stream()
                .filter(watch -> watch.member() == from)
                .forEach(watch -> watch.figures().carried(channel, messages));
    }

    /** True if one of the brokers has a queue of this name. */
    public boolean exists(String name) {
        return any(name, ClientSession.QueueQuery::isExists);
    }

    /** True if one of the brokers has a queue of this name, which is a temporary one. */
    public boolean isTemporary(String name) {
        return any(name, query -> query.isExists() && query.isTemporary());
    }

    private boolean any(String name, Function<ClientSession.QueueQuery, Boolean> is) {
        for (MemberWatch watch : watches) {
            Management management = watch.management();
            if (management != null) {
                try {
                    if (is.apply(management.queue(name))) {
                        return true;
                    }
                } catch (ActiveMQException e) {
                    throw new RenkeiException(
                            ErrorCode.BROKER_LOST, "the broker cannot be asked: " + e.getMessage(), e);
                }
            }
        }
        return false;
    }

    /** Connections of programs and of whoever else is not Renkei's user. */
    public long connectionsOfOthers(String user) {
        long others = 0;
        for (MemberWatch watch : watches) {
            others += watch.connectionsOfOthers(user);
        }
        return others;
    }

    /**
     * Of several brokers, one that comes back without its memory says nothing of what the others have in theirs: nobody is told.
     */
    private void madeInMemory(Set<String> channels) {
        synchronized (memory) {
            memoryLost |= alone && !channels.isEmpty();
            tellOfMemory();
        }
    }

    /** As {@link org.renkei.broker.channel.Channels#onMemoryLost}. */
    public void onMemoryLost(Runnable listener) {
        synchronized (memory) {
            onMemoryLost = listener;
            tellOfMemory();
        }
    }

    private void tellOfMemory() {
        if (memoryLost && onMemoryLost != null) {
            onMemoryLost.run();
            memoryLost = false;
        }
    }

    @Override
    public void close() {
        watches.forEach(MemberWatch::close);
    }
}
