package org.renkei.broker.table;

import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.renkei.broker.channel.BrowsedMessage;
import org.renkei.broker.channel.ChannelQueue;
import org.renkei.broker.channel.Client;
import org.renkei.broker.channel.Walk;

/** The queue of a database channel in a broker that is not there. */
final class NoDoor implements ChannelQueue {

    @Override
    public long depth() {
        return 0;
    }

    @Override
    public long scheduled() {
        return 0;
    }

    @Override
    public long deliveringToForeign() {
        return 0;
    }

    @Override
    public Instant oldest() {
        return null;
    }

    @Override
    public long added() {
        return 0;
    }

    @Override
    public long taken() {
        return 0;
    }

    @Override
    public int producers() {
        return 0;
    }

    @Override
    public int consumers() {
        return 0;
    }

    @Override
    public void pause() {
        // Nothing is handed out here.
    }

    @Override
    public void resume() {
        // Nothing is handed out here.
    }

    @Override
    public void catchUp() {
        // Nothing comes here.
    }

    @Override
    public boolean walk(Walk walk, Predicate<BrowsedMessage> each) {
        return true;
    }

    @Override
    public List<Client> clients() {
        return List.of();
    }
}
