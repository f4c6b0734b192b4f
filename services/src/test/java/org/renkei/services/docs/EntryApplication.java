package org.renkei.services.docs;

import java.sql.PreparedStatement;
import org.renkei.routes.application.Application;
import org.renkei.routes.application.Job;
import org.renkei.routes.application.Outcome;

/** The application of docs/database-channels.md. */
public final class EntryApplication implements Application {
    @Override
    public Outcome process(Job job) throws Exception {
        try (PreparedStatement insert =
                job.connection().prepareStatement("insert into entry (job, text) values (?, ?)")) {
            insert.setString(1, job.id());
            insert.setString(2, job.text());
            insert.executeUpdate();
        }
        return Outcome.done();
    }
}
