package org.renkei.broker.table;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * What applications see of a business database: on a thread that handles a message from one of its channels, every connection is
 * the one on which the message was claimed; on any other thread, one of its own.
 */
final class BoundDataSource implements DataSource {

    private final ThreadLocal<Handling> handling = new ThreadLocal<>();
    private final DataSource own;

    BoundDataSource(DataSource own) {
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

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the user of this database is given in etc/renkei.yaml");
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return own.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        own.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        own.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return own.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return own.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return own.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return own.isWrapperFor(type);
    }
}
