package org.renkei.database;

import java.sql.SQLException;
import java.util.Set;

/** What to do about an error, by the codes of the SQL standard that H2 and PostgreSQL share. */
final class SqlStates {

    private static final String UNIQUE_VIOLATION = "23505";
    private static final String TRANSACTION_ROLLBACK = "40";
    private static final Set<String> REFUSALS = Set.of("22", "23", "42");

    private SqlStates() {}

    static boolean isConflict(SQLException e) {
        return UNIQUE_VIOLATION.equals(e.getSQLState()) || TRANSACTION_ROLLBACK.equals(category(e));
    }

    /** The data or the statement is at fault, and will be the next time. */
    static boolean isRefusal(SQLException e) {
        return REFUSALS.contains(category(e));
    }

    private static String category(SQLException e) {
        String state = e.getSQLState();
        return state == null || state.length() < 2 ? "" : state.substring(0, 2);
    }
}
