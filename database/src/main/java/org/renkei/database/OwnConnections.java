package org.renkei.database;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The pool as a program that knows nothing of Renkei expects it: with connections in auto-commit mode. */
final class OwnConnections extends DelegatingDataSource {

    private final DataSource pool;
    private final GroupSync.Write sync;

    /** @param sync brings to disk what a connection has committed; null if its commit does */
    OwnConnections(DataSource pool, GroupSync.Write sync) {
        super(pool);
        this.pool = pool;
        this.sync = sync;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = pool.getConnection();
        // The pool puts its own mode back when it gets the connection back.
        try {
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return sync == null ? connection : DurableConnection.of(connection, sync);
    }
}
