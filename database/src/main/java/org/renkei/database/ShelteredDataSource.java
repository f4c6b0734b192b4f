package org.renkei.database;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Another data source, whose connections are opened and used within {@link Shelter}. */
final class ShelteredDataSource extends DelegatingDataSource {

    private final DataSource other;
    private final StoreLock lock;

    ShelteredDataSource(DataSource other, StoreLock lock) {
        super(other);
        this.other = other;
        this.lock = lock;
    }

    @Override
    public Connection getConnection() throws SQLException {
        try {
            return ShelteredConnection.of(Shelter.run(other::getConnection), lock);
        } catch (SQLException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new SQLException(e);
        }
    }
}
