package org.renkei.broker.channel;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.renkei.broker.error.RenkeiException;

/** One channel of a running broker: its figures and its switches. Thread-safe. */
public interface Channel {

    String name();

    ChannelConfig config();

    /** The figures now; what has just come may not be counted yet. Cheap enough to ask each second for thousands of channels. */
    ChannelFigures figures();

    /** Returns when {@link #figures()} counts all that had come when this was called, or after a second. */
    void catchUp();

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

    /**
     * Shows some messages, those in receivers' hands too, without taking any. It looks at {@link Browsing#MOST_SEARCHED} at the most
     * and for two seconds, and reads no more than the first 4 KiB of a body, or 64 KiB to search in it. It shows one at least if there
     * is one, so that who follows the cursors comes to the end.
     *
     * @throws IllegalArgumentException if {@code after} is no cursor of this channel, or lies so deep in a queue of the broker, which
     *     knows only its first message, that it was not reached within ten seconds
     * @throws RenkeiException {@code DATABASE_AWAY}
     */
    MessagePage browse(BrowseQuery query);

    /**
     * One message with up to 1 MiB of its body; found within the same bounds.
     *
     * @param id as {@link ChannelMessage#id()} says
     * @param near the cursor with which it was listed, where it is looked for first; null if it was not
     * @throws IllegalArgumentException if {@code near} is no cursor of this channel, or was not reached
     * @throws RenkeiException {@code DATABASE_AWAY}
     */
    Optional<BrowsedMessage> find(String id, String near);

    /**
     * Shows each message that waits here, in order, scheduled ones too, without taking any: all that there are, with the first 4 KiB of
     * their bodies. Not a snapshot.
     */
    void browse(Consumer<ChannelMessage> each);

    /**
     * The same of those that a filter selects, with whole bodies; those that some receiver has in hand are not shown. Not for database
     * channels.
     *
     * @param filter as in {@link Channels#open(String, String)}
     */
    void browse(String filter, Consumer<ChannelMessage> each);

    /** Who receives here, and who sends here by name. Asks every session of the broker: not for each second. */
    List<Client> clients();
}
