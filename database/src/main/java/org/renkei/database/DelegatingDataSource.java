package org.renkei.database;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A data source that gives connections of its own kind, and is another one in all else. Its user is given in the settings. */
public abstract class DelegatingDataSource implements DataSource {

    private final DataSource other;

    protected DelegatingDataSource(DataSource other) {
        this.other = other;
    }

    @Override
    public abstract Connection getConnection() throws SQLException;

    @Override
    public final Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the user of this database is given in its settings");
    }

    @Override
    public final PrintWriter getLogWriter() throws SQLException {
        return other.getLogWriter();
    }

    @Override
    public final void setLogWriter(PrintWriter out) throws SQLException {
        other.setLogWriter(out);
    }

    @Override
    public final void setLoginTimeout(int seconds) throws SQLException {
        other.setLoginTimeout(seconds);
    }

    @Override
    public final int getLoginTimeout() throws SQLException {
        return other.getLoginTimeout();
    }

    @Override
    public final Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return other.getParentLogger();
    }

    @Override
    public final <T> T unwrap(Class<T> type) throws SQLException {
        return other.unwrap(type);
    }

    @Override
    public final boolean isWrapperFor(Class<?> type) throws SQLException {
        return other.isWrapperFor(type);
    }
}
