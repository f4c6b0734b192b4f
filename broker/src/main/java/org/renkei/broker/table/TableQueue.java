package org.renkei.broker.table;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.ChannelQueue;
import org.renkei.broker.channel.LiveChannel;
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
    public void browse(Consumer<ChannelMessage> each) {
        try (TableTransaction transaction = database.begin()) {
            transaction.run(connection -> {
                database.table().browse(connection, channel, each);
                return null;
            });
        }
    }

    @Override
    public Optional<RenkeiException> away() {
        return database.away();
    }
}
