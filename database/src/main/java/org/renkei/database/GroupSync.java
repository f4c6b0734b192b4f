package org.renkei.database;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Brings commits to disk together: whoever comes while nobody writes does it for all who committed before, and whoever comes
 * meanwhile waits for the next. Thread-safe.
 */
final class GroupSync {

    private long asked;
    private long done;
    private boolean busy;

    /** Writes to disk all that was committed before it begins. */
    interface Write {
        void to(Connection connection) throws SQLException;
    }

    /** Returns when all that was committed before the call is on disk. */
    void sync(Connection connection, Write write) throws SQLException {
        long upTo = turn();
        if (upTo < 0) {
            return;
        }
        boolean written = false;
        try {
            write.to(connection);
            written = true;
        } finally {
            end(written ? upTo : 0);
        }
    }

    /** @return what the caller shall write, or -1 if somebody has done it */
    private synchronized long turn() {
        long mine = ++asked;
        boolean interrupted = false;
        while (busy && done < mine) {
            try {
                wait();
            } catch (InterruptedException e) {
                // It is a matter of milliseconds, and a commit is not half done.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (done >= mine) {
            return -1;
        }
        busy = true;
        return asked;
    }

    private synchronized void end(long writtenUpTo) {
        done = Math.max(done, writtenUpTo);
        busy = false;
        notifyAll();
    }
}
