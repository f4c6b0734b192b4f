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
 * The rows of one database channel. The queue of the same name in the broker is where programs connect. In the embedded broker it holds
 * triggers, and copies of what programs' consumers are lent; in one that others run, what programs have sent and nobody has carried into
 * the table yet.
 */
public final class TableQueue implements ChannelQueue {

    private final String channel;
    private final BusinessDatabase database;
    private final ChannelQueue door;

    /** What waits in the broker counts too. */
    private final boolean holds;

    private final Line line;
    private final AtomicInteger workers = new AtomicInteger();

    /** @param door the queue of the same name in the embedded broker */
    public TableQueue(String channel, BusinessDatabase database, ChannelQueue door) {
        this(channel, database, door, false);
    }

    private TableQueue(String channel, BusinessDatabase database, ChannelQueue door, boolean holds) {
        this.channel = channel;
        this.database = database;
        this.door = door;
        this.holds = holds;
        this.line = database.lines().of(channel);
    }

    /** @param queue of the same name at a broker that others run: its messages are carried into the table */
    public static TableQueue behind(ChannelQueue queue, String channel, BusinessDatabase database) {
        return new TableQueue(channel, database, queue, true);
    }

    /** The database of a channel; null if it is not a database channel. */
    public static BusinessDatabase databaseOf(LiveChannel channel) {
        return channel.queue() instanceof TableQueue table ? table.database : null;
    }

    @Override
    public long depth() {
        return line.depth() + (holds ? door.depth() : 0);
    }

    @Override
    public long scheduled() {
        return line.waiting() + (holds ? door.scheduled() : 0);
    }

    @Override
    public long deliveringToForeign() {
        return line.lent();
    }

    @Override
    public Instant oldest() {
        Instant inTable = line.oldest();
        Instant inBroker = holds ? door.oldest() : null;
        if (inTable == null || inBroker == null) {
            return inTable == null ? inBroker : inTable;
        }
        return inTable.isBefore(inBroker) ? inTable : inBroker;
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
        // Where messages wait for the table, its receivers are those that carry them.
        return (holds ? 0 : door.consumers()) + workers.get();
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
        if (holds) {
            door.catchUp();
        }
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
        clients.removeIf(client -> holds && client.own());
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
