package org.renkei.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Rows as a batch of statements. */
final class StatementInsert implements BulkInsert {

    private final PreparedStatement statement;
    private int index;

    StatementInsert(Connection connection, String table, String columns) throws SQLException {
        String values = columns.replaceAll("[^,]+", "?");
        statement = connection.prepareStatement("insert into " + table + " (" + columns + ") values (" + values + ")");
    }

    @Override
    public BulkInsert text(String value) throws SQLException {
        statement.setString(++index, value);
        return this;
    }

    @Override
    public BulkInsert smallNumber(int value) throws SQLException {
        return number(value);
    }

    @Override
    public BulkInsert number(int value) throws SQLException {
        statement.setInt(++index, value);
        return this;
    }

    @Override
    public BulkInsert flag(boolean value) throws SQLException {
        statement.setBoolean(++index, value);
        return this;
    }

    @Override
    public BulkInsert time(Instant value) throws SQLException {
        statement.setObject(
                ++index,
                value == null ? null : value.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC));
        return this;
    }

    @Override
    public BulkInsert bytes(byte[] value) throws SQLException {
        statement.setBytes(++index, value);
        return this;
    }

    @Override
    public void endRow() throws SQLException {
        statement.addBatch();
        index = 0;
    }

    @Override
    public void store() throws SQLException {
        statement.executeBatch();
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
