package org.renkei.broker.channel;

import java.util.Optional;
import java.util.function.Consumer;
import org.renkei.broker.error.RenkeiException;

/** One channel of a running broker: its figures and its switches. Thread-safe. */
public interface Channel {

    String name();

    ChannelConfig config();

    /** The figures now. Cheap enough to ask each second for thousands of channels. */
    ChannelFigures figures();

    /**
     * Why a sender would be refused now: the channel or its flow blocked by hand, full, or stopped (A4, A5, D2). The exception names the channel,
     * the reason and the next move; it was not thrown.
     */
    Optional<RenkeiException> refusal();

    /** Opens a stopped channel: senders are taken, receivers get messages. No effect if it is open. */
    void start();

    /** Refuses senders while receivers go on, so that the channel runs empty; then {@link #stop()} it. */
    void drain();

    /** Refuses senders and hands out nothing more. Messages of a persistent channel stay. No effect if it is stopped. */
    void stop();

    /**
     * Refuses senders while receivers go on, until {@link #unblock()}; survives a restart.
     *
     * @param reason who and why, shown to refused senders
     */
    void block(String reason);

    void unblock();

    /**
     * Refuses senders in the name of the flow that starts here, while receivers go on, until {@link #unblockFlow()}; survives a
     * restart. A switch of its own: {@link #unblock()} does not undo it (A5).
     *
     * @param reason who and why, shown to refused senders
     */
    void blockFlow(String flow, String reason);

    void unblockFlow();

    /** The flow in whose name senders are refused; empty if none. */
    Optional<FlowBlock> flowBlock();

    /** Shows each message that waits here, in order, scheduled ones too, without taking any. Not a snapshot. */
    void browse(Consumer<ChannelMessage> each);

    /**
     * The same of those that a filter selects; those that some receiver has in hand are not shown. Not for database channels.
     *
     * @param filter as in {@link Channels#open(String, String)}
     */
    void browse(String filter, Consumer<ChannelMessage> each);
}
