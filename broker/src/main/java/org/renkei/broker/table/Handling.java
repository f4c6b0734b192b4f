package org.renkei.broker.table;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;

/**
 * The handling of one message within a transaction over several. What it does on the database can be taken back alone: the first
 * use of the connection sets a savepoint, so that a message that does not use it costs nothing. For one thread.
 */
final class Handling {

    private final Connection connection;
    private final String channel;
    private Savepoint before;
    private boolean over;

    Handling(Connection connection, String channel) {
        this.connection = connection;
        this.channel = channel;
    }

    /** The transaction's connection, for as long as the message is handled. */
    Connection connection() throws SQLException {
        if (before == null) {
            before = connection.setSavepoint();
        }
        return BorrowedConnection.of(connection, this);
    }

    /** @throws SQLException if a statement failed and the transaction cannot go on */
    void keep() throws SQLException {
        over = true;
        if (before != null) {
            connection.releaseSavepoint(before);
        }
    }

    /** @throws SQLException if all of the transaction is lost */
    void undo() throws SQLException {
        over = true;
        if (before != null) {
            connection.rollback(before);
        }
    }

    boolean isOver() {
        return over;
    }

    String channel() {
        return channel;
    }
}
