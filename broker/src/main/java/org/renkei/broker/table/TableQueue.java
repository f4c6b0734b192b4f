package org.renkei.broker.table;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.renkei.broker.channel.BrowsedMessage;
import org.renkei.broker.channel.ChannelQueue;
import org.renkei.broker.channel.Client;
import org.renkei.broker.channel.LiveChannel;
import org.renkei.broker.channel.Walk;
import org.renkei.broker.error.RenkeiException;

/**
 * The rows of one database channel. The queue of the same name in the broker is where programs connect; it holds triggers, and
 * copies of what programs' consumers are lent.
 */
public final class TableQueue implements ChannelQueue {

    private final String channel;
    private final BusinessDatabase database;
    private final ChannelQueue door;
    private final Line line;
    private final AtomicInteger workers = new AtomicInteger();

    /** @param door the broker's queue of the same name */
    public TableQueue(String channel, BusinessDatabase database, ChannelQueue door) {
        this.channel = channel;
        this.database = database;
        this.door = door;
        this.line = database.lines().of(channel);
    }

    /** The database of a channel; null if it is not a database channel. */
    public static BusinessDatabase databaseOf(LiveChannel channel) {
        return channel.queue() instanceof TableQueue table ? table.database : null;
    }

    @Override
    public long depth() {
        return line.depth();
    }

    @Override
    public long scheduled() {
        return line.waiting();
    }

    @Override
    public long deliveringToForeign() {
        return line.lent();
    }

    @Override
    public Instant oldest() {
        return line.oldest();
    }

    @Override
    public long added() {
        return line.added();
    }

    @Override
    public long taken() {
        return line.taken();
    }

    @Override
    public int producers() {
        return door.producers();
    }

    @Override
    public int consumers() {
        return door.consumers() + workers.get();
    }

    void workerCame() {
        workers.incrementAndGet();
    }

    void workerWent() {
        workers.decrementAndGet();
    }

    @Override
    public void pause() {
        door.pause();
    }

    @Override
    public void resume() {
        door.resume();
        database.triggered(channel);
    }

    @Override
    public void catchUp() {
        // Each commit is counted before it returns.
    }

    @Override
    public boolean walk(Walk walk, Predicate<BrowsedMessage> each) {
        if (walk.filter() != null) {
            throw new UnsupportedOperationException("a database channel has no filters");
        }
        try (TableTransaction transaction = database.begin()) {
            return transaction.look(connection -> database.table().walk(connection, channel, walk, each));
        }
    }

    @Override
    public List<Client> clients() {
        List<Client> clients = new ArrayList<>(door.clients());
        int ours = workers.get();
        if (ours > 0) {
            clients.add(0, Client.workers(ours, 0));
        }
        return clients;
    }

    @Override
    public Optional<RenkeiException> away() {
        return database.away();
    }
}
