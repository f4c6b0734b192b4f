package org.renkei.database;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

/** What to do about an error, by the codes of the SQL standard that H2 and PostgreSQL share. */
final class SqlStates {

    private static final String UNIQUE_VIOLATION = "23505";
    private static final String TRANSACTION_ROLLBACK = "40";
    private static final Set<String> REFUSALS = Set.of("22", "23", "42");

    /** Connection exceptions; no resources left, the disk among them; a system error. */
    private static final Set<String> UNREACHABLE = Set.of("08", "53", "58");

    /** PostgreSQL: an administrator, a crash, a start that is not done yet. H2: the file is closed, broken or cannot be written. */
    private static final Set<String> SHUT_DOWN =
            Set.of("57P01", "57P02", "57P03", "90007", "90020", "90028", "90030", "90031", "90067", "90098", "90121");

    private SqlStates() {}

    static boolean isConflict(SQLException e) {
        return UNIQUE_VIOLATION.equals(e.getSQLState()) || TRANSACTION_ROLLBACK.equals(category(e));
    }

    /** The data or the statement is at fault, and will be the next time. */
    static boolean isRefusal(SQLException e) {
        return REFUSALS.contains(category(e));
    }

    /** Nothing can be done on this connection, nor on another one now. */
    static boolean isUnreachable(SQLException e) {
        return UNREACHABLE.contains(category(e))
                || SHUT_DOWN.contains(String.valueOf(e.getSQLState()))
                || e instanceof SQLTransientConnectionException
                || e instanceof SQLNonTransientConnectionException
                || e instanceof SQLRecoverableException;
    }

    private static String category(SQLException e) {
        String state = e.getSQLState();
        return state == null || state.length() < 2 ? "" : state.substring(0, 2);
    }
}
