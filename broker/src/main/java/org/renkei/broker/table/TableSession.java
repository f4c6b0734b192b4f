package org.renkei.broker.table;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.ChannelSession;
import org.renkei.broker.channel.LiveChannel;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.broker.inhand.InHand;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker's transaction over a database channel: the claim of its messages, what applications do on the same connection, and
 * what is sent, are one local transaction. What goes to other channels of the same database is in it as rows; what goes elsewhere
 * is in it as rows too, for the relay; only what goes into memory is sent after the commit, and lost if the process dies between.
 */
public final class TableSession implements ChannelSession {

    private static final Logger log = LoggerFactory.getLogger(TableSession.class);

    /** Of work on one message. */
    private static final long SLOW_NANOS = Duration.ofMillis(50).toNanos();

    private final String channel;
    private final LiveChannel receivesFrom;
    private final BusinessDatabase database;
    private final TableTargets targets;
    private final InHand inHand;
    private final Deque<StoredRow> claimed = new ArrayDeque<>();
    private final List<RowKey> received = new ArrayList<>();
    private final List<RowKey> unfinished = new ArrayList<>();
    private final Map<LiveChannel, List<ChannelMessage>> toMemory = new LinkedHashMap<>();
    private TableTransaction transaction;
    private Handling handling;
    private final int greatestClaim;
    private int claimSize = 1;
    private long claimedAt;
    private boolean closed;

    /**
     * @param channel whose rows it receives
     * @param receivesFrom the channel whose switches it obeys
     * @param inHand its own
     * @param greatestClaim rows that it claims at once, at the most
     */
    public TableSession(
            String channel,
            LiveChannel receivesFrom,
            BusinessDatabase database,
            TableTargets targets,
            InHand inHand,
            int greatestClaim) {
        this.channel = channel;
        this.receivesFrom = receivesFrom;
        this.database = database;
        this.targets = targets;
        this.inHand = inHand;
        this.greatestClaim = greatestClaim;
        if (receivesFrom.queue() instanceof TableQueue queue) {
            queue.workerCame();
        }
    }

    @Override
    public ChannelMessage receive(Duration wait, int most) {
        long deadline = System.nanoTime() + wait.toNanos();
        Wake wake = database.wake(channel);
        boolean waits = false;
        long since = 0;
        long seenBefore = wake.calls();
        try {
            while (true) {
                Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
                if (!receivesFrom.awaitServing(left) || !database.awaitBack(left)) {
                    return null;
                }
                long seen = wake.calls();
                if (seen != seenBefore) {
                    since = System.nanoTime();
                    seenBefore = seen;
                }
                if (claim(most, left.isZero())) {
                    return next();
                }
                left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
                if (left.isZero()) {
                    if (waits) {
                        // What comes next may be slow work.
                        claimSize = 1;
                    }
                    return null;
                }
                if (waits) {
                    long again = database.table().mayHaveMissed(channel, since);
                    wake.await(seen, again == 0 ? left : Duration.ofNanos(Math.min(again, left.toNanos())));
                } else {
                    // A trigger costs its sender time, so none is sent to workers who find enough without.
                    waits = true;
                    wake.waits();
                    since = System.nanoTime();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } finally {
            if (waits) {
                wake.stopsWaiting();
            }
        }
    }

    @Override
    public ChannelMessage receiveNow() {
        boolean none =
                claimed.isEmpty() || inHand.keepsApart(claimed.peek().key().id());
        return none ? null : next();
    }

    private ChannelMessage next() {
        StoredRow row = claimed.remove();
        received.add(row.key());
        unfinished.add(row.key());
        int crashes = inHand.add(row.key().id(), true);
        return crashes == 0 ? row.message() : row.message().afterCrashes(crashes);
    }

    /** @param last whether nothing must be missed */
    private boolean claim(int most, boolean last) {
        requireOpen();
        if (claimed.isEmpty()) {
            try {
                // Or the transaction would claim again what it has.
                begun().deleteNow(unfinished);
                unfinished.clear();
                int size = Math.min(most, claimSize);
                claimedAt = System.nanoTime();
                claimed.addAll(last ? begun().claim(channel, size) : begun().claimNext(channel, size));
            } catch (RenkeiException e) {
                rollback();
                throw e;
            }
        }
        if (claimed.isEmpty() && received.isEmpty()) {
            end();
        }
        return !claimed.isEmpty();
    }

    @Override
    public void enter() {
        inHand.begin();
        handling = new Handling(begun().connection(), channel);
        database.boundDataSource().bind(handling);
    }

    @Override
    public void keep() {
        leave();
        try {
            handling.keep();
        } catch (SQLException e) {
            undo();
            throw new RenkeiException(
                    ErrorCode.DATABASE_REFUSED,
                    "a statement failed on database " + database
                            + " and the application went on as if it had not; it must rethrow the error, or roll back to a"
                            + " savepoint of its own: " + e.getMessage(),
                    e);
        }
    }

    @Override
    public void undo() {
        leave();
        try {
            handling.undo();
        } catch (SQLException e) {
            throw allIsLost(e);
        }
    }

    /** Such as a deadlock, which takes all that was done since the claim: it happens again one by one. */
    private RenkeiException allIsLost(SQLException e) {
        RenkeiException failure = database.failure(e);
        if (failure.code() == ErrorCode.DATABASE_AWAY) {
            return failure;
        }
        afterFailedCommit();
        return new RenkeiException(ErrorCode.COMMIT_FAILED, failure.getMessage(), e);
    }

    private void leave() {
        database.boundDataSource().unbind();
    }

    @Override
    public void send(String to, ChannelMessage message) {
        LiveChannel target = targets.channel(to);
        if (to.equals(TableNames.TRACKING) && database.tracksHere()) {
            begun().insert(new NewRow(TableNames.TRACKING, message, null, null));
        } else if (target.config().kind() == ChannelKind.VOLATILE) {
            toMemory.computeIfAbsent(target, other -> new ArrayList<>(4)).add(message);
        } else if (TableQueue.databaseOf(target) == database) {
            begun().insert(new NewRow(
                    to, Fit.into(target.config(), message, database.clock().instant()), null, null));
        } else {
            relay(to, message);
        }
    }

    @Override
    public boolean reply(String replyTo, ChannelMessage message) {
        if (!targets.isThere(replyTo)) {
            return false;
        }
        relay(replyTo, message);
        return true;
    }

    private void relay(String to, ChannelMessage message) {
        begun().insert(new NewRow(database.relayLine(), message, to, null));
    }

    private TableTransaction begun() {
        if (transaction == null) {
            transaction = database.begin();
        }
        return transaction;
    }

    @Override
    public void commit() {
        if (transaction == null) {
            requireOpen();
            return;
        }
        unfinished.forEach(transaction::delete);
        boolean quick = System.nanoTime() - claimedAt < SLOW_NANOS * received.size();
        try {
            transaction.commit();
        } catch (RenkeiException e) {
            afterFailedCommit();
            throw e;
        }
        // Slow work is claimed in small parts, so that others can take what this worker would only hold.
        claimSize = claimed.isEmpty() && quick ? Math.min(2 * claimSize, greatestClaim) : Math.max(1, received.size());
        inHand.committed();
        end();
        toMemory.forEach((target, messages) -> messages.forEach(message -> sendToMemory(target, message)));
        toMemory.clear();
    }

    /** The commit is done: that memory is gone with its broker changes nothing of it. */
    private void sendToMemory(LiveChannel target, ChannelMessage message) {
        try {
            targets.sendToMemory(target, message);
        } catch (RenkeiException e) {
            log.atWarn().addKeyValue("channel", target.name()).setCause(e).log("a message to memory is lost");
        }
    }

    private void afterFailedCommit() {
        List<RowKey> again = List.copyOf(received);
        rollback();
        claimSize = 1;
        if (!again.isEmpty()) {
            try (TableTransaction counting = database.begin()) {
                counting.run(connection -> {
                    database.table().countDelivery(connection, again);
                    return null;
                });
                counting.commit();
            } catch (RenkeiException e) {
                // The count is there to end what would never end; one that is missing does no harm.
                return;
            }
        }
    }

    @Override
    public void rollback() {
        if (transaction == null) {
            return;
        }
        transaction.rollback();
        inHand.givenBack();
        toMemory.clear();
        end();
    }

    private void end() {
        transaction.close();
        transaction = null;
        claimed.clear();
        received.clear();
        unfinished.clear();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            leave();
            rollback();
            inHand.close();
            if (receivesFrom.queue() instanceof TableQueue queue) {
                queue.workerWent();
            }
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new RenkeiException(ErrorCode.BROKER_LOST, "the session on channel " + channel + " is closed");
        }
    }
}
