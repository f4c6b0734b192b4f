package org.renkei.routes.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.renkei.broker.channel.ChannelSession;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.database.Conflict;
import org.renkei.database.DatabaseException;
import org.renkei.tracking.journey.JourneyWriter;
import org.renkei.tracking.journey.StepEvent;

/**
 * Stores events on the very connection on which they were taken out of the message table: they leave the one and are in the other
 * with the same commit. For one thread.
 */
final class SharedTransaction implements TrackingInbox.Store {
    private final JourneyWriter writer;
    private final DataSource database;
    private boolean careful;

    /** @param database that of the sessions, in which the writer's journeys are too */
    SharedTransaction(JourneyWriter writer, DataSource database) {
        this.writer = writer;
        this.database = database;
    }

    @Override
    public void write(List<StepEvent> events, ChannelSession session) {
        session.enter();
        try (Connection connection = database.getConnection()) {
            if (careful) {
                writer.writeWhatIsNew(connection, events);
            } else {
                writer.write(connection, events);
            }
        } catch (SQLException e) {
            session.undo();
            throw new RenkeiException(ErrorCode.DATABASE_AWAY, "no connection for tracking: " + e.getMessage(), e);
        } catch (Conflict e) {
            // What another writer has stored meanwhile can be seen by a new transaction, which looks first.
            careful = true;
            session.undo();
            throw new RenkeiException(ErrorCode.COMMIT_FAILED, e.getMessage(), e);
        } catch (DatabaseException e) {
            session.undo();
            throw e;
        }
        session.keep();
        careful = false;
    }
}
