package org.renkei.broker.table;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** How a transaction takes rows that no other may take until it ends. Thread-safe. */
interface RowClaims {

    /** @return the first of what is chosen that nobody has, in the order of the choice */
    List<StoredRow> rows(Connection connection, Choice choice, int most) throws SQLException;

    /** The same, without the messages. */
    List<RowKey> keys(Connection connection, Choice choice, int most) throws SQLException;

    /** To be called when a transaction has ended. */
    void ended(Connection connection);
}
