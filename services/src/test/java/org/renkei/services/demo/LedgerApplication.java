package org.renkei.services.demo;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.renkei.routes.application.Application;
import org.renkei.routes.application.Job;
import org.renkei.routes.application.Outcome;

/**
 * Writes into the ledger that it was called, on the connection on which its message was claimed. Nothing in the table forbids a
 * second line. One in eleven fails after that at its first attempt, so that what it wrote must go again.
 */
public final class LedgerApplication implements Application {
    private static final int FAILS_ONE_IN = 11;

    @Override
    public Outcome process(Job job) throws SQLException {
        return write(job, job.step());
    }

    static Outcome write(Job job, String what) throws SQLException {
        try (PreparedStatement insert =
                job.connection().prepareStatement("insert into ledger (step, order_number) values (?, ?)")) {
            insert.setString(1, what);
            insert.setString(2, job.correlationId());
            insert.executeUpdate();
        }
        if (job.attempt() == 1 && Math.abs(job.correlationId().hashCode()) % FAILS_ONE_IN == 0) {
            throw new IllegalStateException("after the line was written");
        }
        return Outcome.done();
    }
}
