package org.renkei.broker.table;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** How a transaction takes rows that no other may take until it ends. Thread-safe. */
interface RowClaims {

    /** @return the first of what is chosen that nobody has, in the order of the choice */
    List<StoredRow> rows(Connection connection, Choice choice, int most) throws SQLException;

    /**
     * The next of a channel, without those that it takes time to find: see {@link #mayHaveMissed}.
     *
     * @return up to {@code most}
     */
    List<StoredRow> next(Connection connection, String channel, int most) throws SQLException;

    /**
     * To be asked when {@link #next} found nothing.
     *
     * @param since when rows may have come, by the system's clock of nanoseconds
     * @return 0 if nothing that was there at {@code since} is left; or after how many nanoseconds to ask {@link #next} again
     */
    long mayHaveMissed(String channel, long since);

    /** The same as {@link #rows}, without the messages. */
    List<RowKey> keys(Connection connection, Choice choice, int most) throws SQLException;

    /**
     * To be called when a transaction has ended.
     *
     * @param cameBack channels in which rows are ready that were not, or were claimed
     */
    void ended(Connection connection, Set<String> cameBack);
}
