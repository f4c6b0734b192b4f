package org.renkei.tracking.journey;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;

/** Sets parameters one after the other, in the types that H2 and PostgreSQL store alike. For one thread. */
public final class Rows {

    private final PreparedStatement statement;
    private int index;

    public Rows(PreparedStatement statement) {
        this.statement = statement;
    }

    public Rows text(String value) throws SQLException {
        statement.setString(++index, value);
        return this;
    }

    public Rows number(int value) throws SQLException {
        statement.setInt(++index, value);
        return this;
    }

    public Rows bytes(byte[] value) throws SQLException {
        statement.setBytes(++index, value);
        return this;
    }

    Rows flag(boolean value) throws SQLException {
        statement.setBoolean(++index, value);
        return this;
    }

    /** In microseconds, which is what the databases keep; cut off here, since they would round. */
    public Rows time(Instant value) throws SQLException {
        statement.setObject(
                ++index,
                value == null ? null : value.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC));
        return this;
    }

    public Rows texts(Collection<String> values) throws SQLException {
        return array("varchar", values);
    }

    Rows numbers(Collection<Integer> values) throws SQLException {
        return array("integer", values);
    }

    private Rows array(String type, Collection<?> values) throws SQLException {
        Connection connection = statement.getConnection();
        Array array = connection.createArrayOf(type, values.toArray());
        statement.setArray(++index, array);
        return this;
    }

    /** Ends this row; the next parameter is the first of the next row. */
    public void addBatch() throws SQLException {
        statement.addBatch();
        index = 0;
    }

    public static Instant time(ResultSet rows, String column) throws SQLException {
        OffsetDateTime time = rows.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
