package org.renkei.broker.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;

/** Sets the parameters of a statement one after the other, in the types that H2 and PostgreSQL store alike. */
final class Parameters {

    /** What both can hold. */
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private final PreparedStatement statement;
    private int index;

    Parameters(PreparedStatement statement) {
        this.statement = statement;
    }

    Parameters text(String value) throws SQLException {
        statement.setString(++index, value);
        return this;
    }

    Parameters number(int value) throws SQLException {
        statement.setInt(++index, value);
        return this;
    }

    Parameters number(long value) throws SQLException {
        statement.setLong(++index, value);
        return this;
    }

    /** In microseconds, which is what the databases keep; cut off here, since they would round. */
    Parameters time(Instant value) throws SQLException {
        statement.setObject(++index, value == null ? null : storable(value).atOffset(ZoneOffset.UTC));
        return this;
    }

    Parameters texts(Collection<String> values) throws SQLException {
        Connection connection = statement.getConnection();
        statement.setArray(++index, connection.createArrayOf("varchar", values.toArray()));
        return this;
    }

    Parameters numbers(Collection<Long> values) throws SQLException {
        Connection connection = statement.getConnection();
        statement.setArray(++index, connection.createArrayOf("bigint", values.toArray()));
        return this;
    }

    /** Ends this row; the next parameter is the first of the next row. */
    void addBatch() throws SQLException {
        statement.addBatch();
        index = 0;
    }

    /** The nearest that both can hold. */
    static Instant storable(Instant time) {
        if (time.isBefore(Instant.EPOCH)) {
            return Instant.EPOCH;
        }
        return time.isAfter(LAST) ? LAST : time.truncatedTo(ChronoUnit.MICROS);
    }
}
