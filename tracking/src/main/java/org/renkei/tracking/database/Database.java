package org.renkei.tracking.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.renkei.tracking.TrackingException;

/**
 * A pool of connections to one tracking database. Thread-safe. When the database is down, calls fail within a few seconds;
 * when it is back, they succeed again.
 */
public final class Database implements AutoCloseable {

    private static final Duration ANSWER = Duration.ofSeconds(2);

    private final Dialect dialect;
    private final String name;
    private final HikariDataSource connections;
    /** Held shared by all work, and alone by a compaction, which closes the database under its connections. */
    private final ReadWriteLock use = new ReentrantReadWriteLock();

    private Database(Dialect dialect, String name, HikariDataSource connections) {
        this.dialect = dialect;
        this.name = name;
        this.connections = connections;
    }

    /**
     * Opens the database and brings its schema up to date.
     *
     * @param url a JDBC URL of H2 or PostgreSQL
     * @param user null for none
     * @param password null for none
     * @param size how many connections
     * @throws TrackingException if it does not answer, refuses the user, or its schema cannot be brought up to date
     * @throws IllegalArgumentException if the URL is of another product
     */
    public static Database open(String url, String user, String password, int size) {
        Dialect dialect = Dialect.of(url);
        Database database = new Database(
                dialect, Dialect.withoutOptions(url), Pool.of(dialect, dialect.safe(url), user, password, size));
        try {
            database.check();
            database.migrate();
            return database;
        } catch (TrackingException e) {
            database.close();
            throw database.cannotOpen(e.getCause());
        } catch (FlywayException e) {
            database.close();
            throw database.cannotOpen(e);
        }
    }

    /** Runs work that only reads. */
    public <T> T read(Work<T> work) {
        return use(connection -> commit(connection, work));
    }

    /**
     * Runs work and commits it; when this returns, the commit is on disk.
     *
     * @throws Conflict if another transaction stored the same key or held the same rows; nothing was changed
     * @throws TrackingException if the database is down or refused; nothing was changed, unless the connection broke in the commit
     */
    public <T> T commit(Work<T> work) {
        return use(connection -> {
            T result = commit(connection, work);
            dialect.bringToDisk(connection);
            return result;
        });
    }

    private <T> T use(Work<T> work) {
        use.readLock().lock();
        try (Connection connection = connections.getConnection()) {
            return work.on(connection);
        } catch (SQLException e) {
            throw failure(e);
        } finally {
            use.readLock().unlock();
        }
    }

    private static <T> T commit(Connection connection, Work<T> work) throws SQLException {
        try {
            T result = work.on(connection);
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException e) {
            rollback(connection, e);
            throw e;
        }
    }

    private static void rollback(Connection connection, Exception reason) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    /**
     * Asks the database for an answer.
     *
     * @throws TrackingException if there is none within a few seconds
     */
    public void check() {
        boolean answers = read(connection -> connection.isValid((int) ANSWER.toSeconds()));
        if (!answers) {
            throw new TrackingException("tracking database " + name + " does not answer", null, true);
        }
    }

    /**
     * Gives the space of what was deleted back to the disk, if that is most of the file. All other work waits meanwhile, about a
     * second for 100 MB of what is kept. Does nothing for PostgreSQL, which sees to it itself.
     *
     * @return whether it was worth it
     * @throws TrackingException if the database is down
     */
    public boolean compact() {
        use.writeLock().lock();
        try (Connection connection = connections.getConnection()) {
            boolean compacted = dialect.compact(connection);
            if (compacted) {
                connections.evictConnection(connection);
            }
            return compacted;
        } catch (SQLException e) {
            throw failure(e);
        } finally {
            // Those that a compaction left without their database must not be handed out.
            connections.getHikariPoolMXBean().softEvictConnections();
            use.writeLock().unlock();
        }
    }

    private void migrate() {
        Flyway.configure()
                .dataSource(connections)
                .schemas(dialect.schema())
                .locations("classpath:db/migration/tracking")
                .load()
                .migrate();
    }

    private TrackingException failure(SQLException e) {
        if (SqlStates.isConflict(e)) {
            return new Conflict("tracking database " + name + ": another writer was faster", e);
        }
        return SqlStates.isRefusal(e)
                ? new TrackingException("tracking database " + name + " refused: " + e.getMessage(), e, false)
                : new TrackingException("tracking database " + name + " failed: " + e.getMessage(), e, true);
    }

    private TrackingException cannotOpen(Throwable cause) {
        Throwable root = cause;
        while (root != null && root.getCause() != null) {
            root = root.getCause();
        }
        String reason = root == null ? "it does not answer" : root.getMessage();
        return new TrackingException(
                "cannot open tracking database " + name + ": " + reason + "; " + dialect.advice(cause), cause, true);
    }

    /** Closes all connections; waits a few seconds for those in use. */
    @Override
    public void close() {
        connections.close();
    }

    @Override
    public String toString() {
        return name;
    }
}
