package org.renkei.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import org.postgresql.PGConnection;

/**
 * Stores many rows in one table, within the transaction of its connection: in PostgreSQL by {@code copy}, which takes a fraction of
 * the time of statements; else as a batch of statements. Each row is its values in the order of the columns, then {@link #endRow}.
 * What is not ended by {@link #store} is not stored. For one thread.
 *
 * <p>Any method may throw the {@link SQLException} of the database, such as that of a key that is there already; then the transaction
 * must be rolled back.
 */
public interface BulkInsert extends AutoCloseable {

    /** For fewer, the two round trips of {@code copy} cost more than they save. */
    int FEW = 64;

    /**
     * @param table with its schema
     * @param columns separated by commas; the others get their defaults
     * @param rows about how many there will be
     */
    static BulkInsert into(Connection connection, String table, String columns, int rows) throws SQLException {
        return rows >= FEW && connection.isWrapperFor(PGConnection.class)
                ? new CopyInsert(connection.unwrap(PGConnection.class), table, columns)
                : new StatementInsert(connection, table, columns);
    }

    /** For a {@code varchar}. */
    BulkInsert text(String value) throws SQLException;

    /** For a {@code smallint}. */
    BulkInsert smallNumber(int value) throws SQLException;

    /** For an {@code integer}. */
    BulkInsert number(int value) throws SQLException;

    /** For a {@code boolean}. */
    BulkInsert flag(boolean value) throws SQLException;

    /** For a {@code timestamp with time zone}; in microseconds, cut off, since databases would round. */
    BulkInsert time(Instant value) throws SQLException;

    /** For {@code varbinary}, {@code bytea} or {@code blob}. */
    BulkInsert bytes(byte[] value) throws SQLException;

    /** The next value is the first of the next row. */
    void endRow() throws SQLException;

    /** Stores all rows that were ended. To be called once, last. */
    void store() throws SQLException;

    @Override
    void close() throws SQLException;
}
