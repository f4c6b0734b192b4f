package org.renkei.tracking.store;

import java.time.Clock;
import java.util.Optional;
import org.renkei.database.Database;
import org.renkei.database.DatabaseException;
import org.renkei.database.DatabaseSettings;
import org.renkei.tracking.flow.FlowVersions;
import org.renkei.tracking.join.Joins;
import org.renkei.tracking.journey.FormerSteps;
import org.renkei.tracking.journey.JourneyPurge;
import org.renkei.tracking.journey.JourneyWriter;
import org.renkei.tracking.journey.Journeys;
import org.renkei.tracking.journey.LostSweep;

/**
 * An open tracking database and its parts. Thread-safe; the parts say what they are. While the database is down, their
 * calls fail within a few seconds with a {@link DatabaseException}; when it is back, they work again, without a new store.
 */
public final class TrackingStore implements AutoCloseable {

    private final String dataSource;
    private final Database database;
    private final Journeys journeys;
    private final JourneyWriter writer;
    private final JourneyPurge purge;
    private final Joins joins;
    private final FlowVersions flows;
    private final Retention retention;

    private TrackingStore(TrackingConfig config, Database database, Clock clock) {
        this.dataSource = config.dataSource();
        this.database = database;
        this.journeys = new Journeys(database);
        this.writer = new JourneyWriter(database);
        this.purge = new JourneyPurge(database);
        this.joins = new Joins(database, clock);
        this.flows = new FlowVersions(database);
        this.retention = new Retention(purge, dataSource == null, config.retention(), clock);
    }

    /**
     * Opens the database, makes or updates its schema.
     *
     * @param clock by which journeys grow old
     * @throws DatabaseException if it cannot be opened; the message says which, why, and what to do
     * @throws IllegalArgumentException if the URL is null, or neither of H2 nor of PostgreSQL
     */
    public static TrackingStore open(TrackingConfig config, Clock clock) {
        if (config.url() == null) {
            throw new IllegalArgumentException("url must be given, was null");
        }
        Database database = Database.open(settings(config));
        try {
            new FormerSteps(database).move();
            return new TrackingStore(config, database, clock);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static DatabaseSettings settings(TrackingConfig config) {
        return new DatabaseSettings(
                "tracking database",
                "tracking",
                config.url(),
                config.user(),
                config.password(),
                config.connections(),
                "tracking",
                "db/migration/tracking");
    }

    /** For reading. */
    public Journeys journeys() {
        return journeys;
    }

    /** Under what name the rest of the program has this very database open; empty if it has not. */
    public Optional<String> dataSource() {
        return Optional.ofNullable(dataSource);
    }

    /** For writing. */
    public JourneyWriter writer() {
        return writer;
    }

    /** For giving up what lay in memory when the system stopped; it writes, so it is for the writer's thread, or before that runs. */
    public LostSweep lostSweep() {
        return new LostSweep(journeys, writer);
    }

    /** The copies of jobs that wait for the other copies. */
    public Joins joins() {
        return joins;
    }

    /** The flows that were deployed, in all their versions. */
    public FlowVersions flows() {
        return flows;
    }

    /** For deleting what ended long ago. */
    public JourneyPurge purge() {
        return purge;
    }

    /** Begins to delete, every hour from now on, what ended longer ago than the config's retention. */
    public void startRetention() {
        retention.start();
    }

    /** @throws DatabaseException if the database does not answer within a few seconds */
    public void check() {
        database.check();
    }

    /** Stops the retention, then closes the database; takes seconds at most. */
    @Override
    public void close() {
        retention.close();
        database.close();
    }
}
