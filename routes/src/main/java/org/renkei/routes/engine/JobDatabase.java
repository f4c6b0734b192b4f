package org.renkei.routes.engine;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.renkei.broker.channel.Channels;

/** The database behind one call of an application, from the beginning of the call to its end. */
final class JobDatabase {
    private final Channels channels;
    private final String channel;
    private final Thread caller = Thread.currentThread();
    private volatile boolean over;

    JobDatabase(Channels channels, String channel) {
        this.channels = channels;
        this.channel = channel;
    }

    /** @throws IllegalStateException where it could not be the connection on which the message was taken */
    Connection connection() throws SQLException {
        DataSource source = source();
        if (over || Thread.currentThread() != caller) {
            throw new IllegalStateException("the connection of channel " + channel
                    + " is there during the call of the application and on its thread only; elsewhere take one of"
                    + " dataSource(), whose transaction is its own");
        }
        return source.getConnection();
    }

    /** @throws IllegalStateException if the channel is no database channel */
    DataSource source() {
        String name = channels.channel(channel).config().dataSource();
        if (name == null) {
            throw new IllegalStateException("channel " + channel
                    + " is not in a database: declare it in etc/channels.yaml with kind: database and a dataSource");
        }
        return channels.dataSources().get(name);
    }

    void end() {
        over = true;
    }
}
