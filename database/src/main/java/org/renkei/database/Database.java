package org.renkei.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pool of connections to one database. Thread-safe. When the database is down, calls fail within a few seconds; when it is
 * back, they succeed again.
 */
public final class Database implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Database.class);
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final Duration LONGEST_OPENING = Duration.ofMinutes(2);

    private final DatabaseSettings settings;
    private final Dialect dialect;
    private final HikariDataSource connections;
    private final GroupSync disk = new GroupSync();
    /** Held shared by all work, and alone by a compaction, which closes the database under its connections. */
    private final ReadWriteLock use = new ReentrantReadWriteLock();

    private Database(DatabaseSettings settings, Dialect dialect) {
        this.settings = settings;
        this.dialect = dialect;
        this.connections = Pool.of(settings, dialect);
    }

    /**
     * Opens the database, for up to two minutes, and brings its schema up to date.
     *
     * @throws DatabaseException if it does not answer, refuses the user, or its schema cannot be brought up to date
     * @throws IllegalArgumentException if the URL is of another product
     */
    public static Database open(DatabaseSettings settings) {
        Dialect dialect = Dialect.of(settings);
        Database database = new Database(settings, dialect);
        try {
            database.awaitFirst();
            database.migrate(dialect.schema(settings.schema()), "classpath:" + settings.migrations());
            return database;
        } catch (DatabaseException e) {
            database.close();
            throw database.cannotOpen(e.getCause() == null ? e : e.getCause());
        }
    }

    /** A file that was large when its process died, or a busy machine, takes its time to open; what fails does so at once. */
    private void awaitFirst() {
        long deadline = System.nanoTime() + LONGEST_OPENING.toNanos();
        while (true) {
            try {
                check();
                return;
            } catch (DatabaseException e) {
                if (!isOpeningStill(e) || System.nanoTime() > deadline) {
                    throw e;
                }
                log.atInfo().addKeyValue("database", this).log("takes long to open");
            }
        }
    }

    /** The pool tells why the last attempt failed, if one did. */
    private static boolean isOpeningStill(DatabaseException e) {
        return e.getCause() instanceof SQLTransientConnectionException waited && waited.getCause() == null;
    }

    /** Runs work that only reads. */
    public <T> T read(Work<T> work) {
        use.readLock().lock();
        try (Connection connection = connections.getConnection()) {
            T result = work.on(connection);
            connection.commit();
            return result;
        } catch (SQLException e) {
            throw failure(e);
        } finally {
            use.readLock().unlock();
        }
    }

    /**
     * Runs work and commits it; when this returns, the commit is on disk.
     *
     * @throws Conflict if another transaction stored the same key or held the same rows; nothing was changed
     * @throws DatabaseException if the database is down or refused; nothing was changed, unless the connection broke in the commit
     */
    public <T> T commit(Work<T> work) {
        try (Transaction transaction = begin()) {
            T result = work.on(transaction.connection());
            transaction.commit();
            return result;
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** @throws DatabaseException if there is no connection to be had within a few seconds */
    public Transaction begin() {
        use.readLock().lock();
        try {
            return new Pooled(connections.getConnection());
        } catch (SQLException e) {
            use.readLock().unlock();
            throw failure(e);
        }
    }

    /** For whoever opens connections of its own; they begin in auto-commit mode, as the JDBC specification says. */
    public DataSource dataSource() {
        return new OwnConnections(
                connections,
                dialect.commitIsOnDisk() ? null : connection -> disk.sync(connection, dialect::bringToDisk));
    }

    /**
     * Asks the database for an answer.
     *
     * @throws DatabaseException if there is none within a few seconds
     */
    public void check() {
        boolean answers = read(connection -> connection.isValid((int) ANSWER.toSeconds()));
        if (!answers) {
            throw new DatabaseException(this + " does not answer", null, true);
        }
    }

    /**
     * Brings a schema up to date.
     *
     * @param schema null for the database's default
     * @param location of the scripts, as Flyway understands it
     * @throws DatabaseException if that fails
     */
    public void migrate(String schema, String location) {
        try {
            var flyway = Flyway.configure()
                    .dataSource(connections)
                    .locations(location)
                    .placeholders(dialect.placeholders());
            (schema == null ? flyway.baselineOnMigrate(true).baselineVersion("0") : flyway.schemas(schema))
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new DatabaseException(this + " cannot be brought up to date: " + rootOf(e), e, true);
        }
    }

    /**
     * Gives the space of what was deleted back to the disk, if that is most of the file. All other work waits meanwhile, about a
     * second for 100 MB of what is kept. Does nothing for PostgreSQL, which sees to it itself.
     *
     * @return whether it was worth it
     * @throws DatabaseException if the database is down
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

    /** Where it differs from other products. */
    public Dialect dialect() {
        return dialect;
    }

    /** What an error means: a {@link Conflict}, a refusal, or a database that is down. */
    public DatabaseException failure(SQLException e) {
        if (SqlStates.isConflict(e)) {
            return new Conflict(this + ": another writer was faster", e);
        }
        if (isExhausted(e)) {
            return new DatabaseException(
                    this + " had no connection free in time, all " + connections.getMaximumPoolSize()
                            + " are in use: raise " + settings.settings() + ".connections",
                    e,
                    true);
        }
        if (SqlStates.isUnreachable(e)) {
            return new Unreachable(this + " failed: " + e.getMessage(), e);
        }
        return SqlStates.isRefusal(e)
                ? new DatabaseException(this + " refused: " + e.getMessage(), e, false)
                : new DatabaseException(this + " failed: " + e.getMessage(), e, true);
    }

    /** The pool says of a database that is down and of too many who want a connection the same. */
    private boolean isExhausted(SQLException e) {
        return e instanceof SQLTransientConnectionException
                && connections.getHikariPoolMXBean() != null
                && connections.getHikariPoolMXBean().getActiveConnections() >= connections.getMaximumPoolSize();
    }

    private DatabaseException cannotOpen(Throwable cause) {
        return new DatabaseException(
                "cannot open " + this + ": " + rootOf(cause) + "; " + dialect.advice(settings, cause), cause, true);
    }

    private static String rootOf(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }

    /** Closes all connections; waits a few seconds for those in use. */
    @Override
    public void close() {
        connections.close();
    }

    /** Which one, without its password. */
    @Override
    public String toString() {
        return settings.toString();
    }

    private final class Pooled implements Transaction {

        private final Connection connection;

        Pooled(Connection connection) {
            this.connection = connection;
        }

        @Override
        public Connection connection() {
            return connection;
        }

        @Override
        public void commit() {
            try {
                connection.commit();
                disk.sync(connection, dialect::bringToDisk);
            } catch (SQLException e) {
                throw failure(e);
            }
        }

        @Override
        public void sync() {
            try {
                disk.sync(connection, dialect::bringToDisk);
            } catch (SQLException e) {
                throw failure(e);
            }
        }

        @Override
        public void rollback() {
            try {
                connection.rollback();
            } catch (SQLException gone) {
                connections.evictConnection(connection);
            }
        }

        @Override
        public void close() {
            try {
                // The pool would not know of what was done without it, and costs nothing if there is nothing.
                connection.rollback();
                connection.close();
            } catch (SQLException gone) {
                connections.evictConnection(connection);
            } finally {
                use.readLock().unlock();
            }
        }
    }
}
