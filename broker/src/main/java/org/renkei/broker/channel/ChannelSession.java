package org.renkei.broker.channel;

import java.time.Duration;

/**
 * One worker's transaction over channels: what it receives and sends is committed as one, or not at all (Jakarta
 * Messaging 3.1, section 6.2.7, transacted sessions). Not thread-safe: one thread at a time.
 *
 * <p>Every method may throw a {@link org.renkei.broker.error.RenkeiException} with {@code BROKER_LOST}: the session is
 * then of no more use, the messages it had in hand come back to another, and nothing it sent is visible.
 *
 * <p>On a database channel it is a transaction of that database, see {@link #enter}.
 *
 * <p>What is received is noted in a file until the commit, so that after {@code kill -9} the next process knows what
 * was in hand ({@link ChannelMessage#crashes()}).
 */
public interface ChannelSession extends AutoCloseable {

    /**
     * The next message, waiting up to {@code wait} for one; null if none came, the channel is stopped or its database is away.
     *
     * @param most how many the transaction will receive at the most
     */
    ChannelMessage receive(Duration wait, int most);

    /** The same, of as many as there are. */
    default ChannelMessage receive(Duration wait) {
        return receive(wait, Integer.MAX_VALUE);
    }

    /**
     * The next message if there is one now, else null. One that was in hand at a crash is not received together with others: then this
     * returns null too, and it comes first in the next transaction.
     */
    ChannelMessage receiveNow();

    /**
     * The message received last is not part of the transaction: it stays in the channel, and in its place there. This session does not
     * receive it again. Only for a session that selects, see {@link Channels#open(String, String)}.
     */
    default void skip() {
        throw new UnsupportedOperationException("only a session that selects skips messages");
    }

    /**
     * Sends within the transaction. A channel that is blocked or full takes it all the same, because the work it
     * carries is done; ask {@link Channel#refusal()} before the work begins. So a channel can exceed its max: what goes on
     * in a flow, by what was in hand when it became full; replies, which are always taken, without bound.
     */
    void send(String channel, ChannelMessage message);

    /**
     * Sends a result to a producer within the transaction.
     *
     * @param replyTo as in {@link ChannelMessage#replyTo()}
     * @return false, and nothing sent, if that destination is gone
     */
    boolean reply(String replyTo, ChannelMessage message);

    /**
     * The handling of the message received last begins, on this thread: until {@link #keep} or {@link #undo}, the data source of
     * a database channel lends the connection of this transaction. If the message was in hand at a crash before, then from now on a
     * crash counts against it once more; while it was only received, it does not.
     */
    default void enter() {}

    /**
     * It has ended well.
     *
     * @throws org.renkei.broker.error.RenkeiException {@code DATABASE_REFUSED}: what it did on the database was in vain, and is undone
     */
    default void keep() {}

    /**
     * It has failed: what it did on the database is undone, what was received stays received.
     *
     * @throws org.renkei.broker.error.RenkeiException {@code COMMIT_FAILED} or {@code DATABASE_AWAY}: the whole transaction is lost
     */
    default void undo() {}

    /**
     * Ends the transaction. When it returns, durable messages are on disk.
     *
     * @throws org.renkei.broker.error.RenkeiException {@code COMMIT_FAILED}: nothing of it happened, and what was
     *     received is delivered again; the session can go on
     */
    void commit();

    /** Gives everything received back, and forgets everything sent. */
    void rollback();

    /** Closes without a commit: as {@link #rollback()}. Never throws. */
    @Override
    void close();
}
