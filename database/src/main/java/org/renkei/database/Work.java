package org.renkei.database;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Something to do on a connection, in one transaction.
 *
 * @param <T> what it finds
 */
@FunctionalInterface
public interface Work<T> {

    T on(Connection connection) throws SQLException;
}
