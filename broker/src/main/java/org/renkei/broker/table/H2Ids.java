package org.renkei.broker.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.renkei.database.Database;
import org.renkei.database.Dialect;

/**
 * Gives each opening of an H2 database ids that no earlier one gave. H2 writes that it has handed out the values of an identity column
 * after another thread may have used the next ones; a process killed in between makes it hand these out again, and a message with an id
 * that another database or the broker has seen before would be taken for a duplicate and dropped. PostgreSQL writes it first.
 */
final class H2Ids {

    /** More than one process can give, and still whole numbers in JSON after 100,000 starts. */
    private static final long IDS_PER_OPENING = 1L << 36;

    private H2Ids() {}

    /** To be called before anything is stored. When it returns, the next opening will know of this one. */
    static void begin(Database database) {
        if (database.dialect() == Dialect.H2) {
            long opening = database.commit(H2Ids::count);
            database.commit(connection -> {
                startFrom(connection, opening * IDS_PER_OPENING);
                return null;
            });
        }
    }

    private static long count(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("update renkei.store set openings = openings + 1");
        }
        try (PreparedStatement select = connection.prepareStatement("select openings from renkei.store");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void startFrom(Connection connection, long id) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("alter table renkei.message alter column id restart with " + id);
        }
    }
}
