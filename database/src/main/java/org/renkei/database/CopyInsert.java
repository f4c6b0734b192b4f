package org.renkei.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Instant;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Rows by {@code copy … from stdin} in PostgreSQL's binary format, in parts, so that memory holds no more than one of them. */
final class CopyInsert implements BulkInsert {

    private static final int PART = 256 * 1024;
    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0};
    private static final int NO_FLAGS = 0;
    private static final int NO_EXTENSION = 0;
    private static final int NULL = -1;
    private static final short END = -1;

    /** PostgreSQL's year 2000 in seconds since 1970. */
    private static final long YEAR_2000 = 946_684_800;

    private static final int A_SECOND = 1_000_000;
    private static final String OUT_OF_RANGE = "22008";

    private final PGConnection connection;
    private final String sql;
    private final short columns;
    private ByteBuffer rows = ByteBuffer.allocate(8 * 1024);
    private int row;
    private boolean inRow;
    private CopyIn copy;

    CopyInsert(PGConnection connection, String table, String columns) {
        this.connection = connection;
        this.sql = "copy " + table + " (" + columns + ") from stdin (format binary)";
        this.columns = (short) columns.split(",").length;
        rows.put(SIGNATURE).putInt(NO_FLAGS).putInt(NO_EXTENSION);
        row = rows.position();
    }

    @Override
    public BulkInsert text(String value) {
        return bytes(value == null ? null : value.getBytes(UTF_8));
    }

    @Override
    public BulkInsert smallNumber(int value) {
        field(Short.BYTES).putShort((short) value);
        return this;
    }

    @Override
    public BulkInsert number(int value) {
        field(Integer.BYTES).putInt(value);
        return this;
    }

    @Override
    public BulkInsert flag(boolean value) {
        field(1).put((byte) (value ? 1 : 0));
        return this;
    }

    @Override
    public BulkInsert time(Instant value) throws SQLException {
        if (value == null) {
            return bytes(null);
        }
        try {
            long seconds = Math.subtractExact(value.getEpochSecond(), YEAR_2000);
            field(Long.BYTES).putLong(Math.multiplyExact(seconds, A_SECOND) + value.getNano() / 1_000);
            return this;
        } catch (ArithmeticException e) {
            throw new SQLException("timestamp out of range: " + value, OUT_OF_RANGE, e);
        }
    }

    @Override
    public BulkInsert bytes(byte[] value) {
        if (value == null) {
            room(Integer.BYTES).putInt(NULL);
        } else {
            field(value.length).put(value);
        }
        return this;
    }

    private ByteBuffer field(int length) {
        return room(Integer.BYTES + length).putInt(length);
    }

    /** The buffer with room for so much, for what begins a row before it, and for what ends all. */
    private ByteBuffer room(int length) {
        int needed = Short.BYTES + length + Short.BYTES;
        if (rows.remaining() < needed) {
            rows.flip();
            rows = ByteBuffer.allocate(Math.max(2 * rows.capacity(), rows.limit() + needed))
                    .put(rows);
        }
        if (!inRow) {
            inRow = true;
            rows.putShort(columns);
        }
        return rows;
    }

    @Override
    public void endRow() throws SQLException {
        inRow = false;
        row = rows.position();
        if (row >= PART) {
            send();
        }
    }

    private void send() throws SQLException {
        if (copy == null) {
            copy = connection.getCopyAPI().copyIn(sql);
        }
        copy.writeToCopy(rows.array(), 0, row);
        rows.clear();
        row = 0;
    }

    @Override
    public void store() throws SQLException {
        rows.position(row);
        row = rows.putShort(END).position();
        send();
        copy.endCopy();
    }

    @Override
    public void close() throws SQLException {
        if (copy != null && copy.isActive()) {
            copy.cancelCopy();
        }
    }
}
