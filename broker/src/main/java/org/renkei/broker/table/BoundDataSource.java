package org.renkei.broker.table;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.renkei.database.DelegatingDataSource;

/**
 * What applications see of a business database: on a thread that handles a message from one of its channels, every connection is
 * the one on which the message was claimed; on any other thread, one of its own.
 */
final class BoundDataSource extends DelegatingDataSource {

    private final ThreadLocal<Handling> handling = new ThreadLocal<>();
    private final DataSource own;

    BoundDataSource(DataSource own) {
        super(own);
        this.own = own;
    }

    void bind(Handling current) {
        handling.set(current);
    }

    void unbind() {
        handling.remove();
    }

    @Override
    public Connection getConnection() throws SQLException {
        Handling current = handling.get();
        return current == null ? own.getConnection() : current.connection();
    }
}
