package org.renkei.database;

import java.sql.Connection;

/** One connection with one transaction on it. For one thread at a time; close it soon, since it holds a connection of the pool. */
public interface Transaction extends AutoCloseable {

    Connection connection();

    /**
     * Commits; when this returns, the commit is on disk. Another transaction may begin on the connection.
     *
     * @throws Conflict if another transaction stored the same key or held the same rows; nothing was changed
     * @throws DatabaseException if the database is down or refused; nothing was changed, unless the connection broke in the commit
     */
    void commit();

    /**
     * Brings to disk what other transactions have committed and may not have on disk yet.
     *
     * @throws DatabaseException if the database is down
     */
    void sync();

    /** Takes everything back; never throws: what cannot be taken back because the connection is gone, is gone too. */
    void rollback();

    /** Gives the connection back, without a commit. Never throws. */
    @Override
    void close();
}
