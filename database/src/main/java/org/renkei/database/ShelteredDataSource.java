package org.renkei.database;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Another data source, whose connections are opened and used within {@link Shelter}. */
final class ShelteredDataSource extends DelegatingDataSource {

    private final DataSource other;

    ShelteredDataSource(DataSource other) {
        super(other);
        this.other = other;
    }

    @Override
    public Connection getConnection() throws SQLException {
        try {
            return ShelteredConnection.of(Shelter.run(other::getConnection));
        } catch (SQLException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new SQLException(e);
        }
    }
}
