package org.renkei.broker.table;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.database.Conflict;
import org.renkei.database.Database;
import org.renkei.database.DatabaseException;
import org.renkei.database.DatabaseSettings;
import org.renkei.database.Unreachable;

/** One business database with the rows of its database channels. Thread-safe. */
public final class BusinessDatabase implements AutoCloseable {

    /** For the relay, the keeper, and what programs are lent. */
    private static final int OWN_CONNECTIONS = 4;

    private final String name;
    private final String node;
    private final String relayLine;
    private final Database database;
    private final DatabaseHealth health;
    private final MessageTable table;
    private final BoundDataSource dataSource;
    private final Lines lines = new Lines();
    private final Map<String, Wake> wakes = new ConcurrentHashMap<>();
    private final Clock clock = Clock.systemUTC();
    private volatile Trigger trigger = channel -> wake(channel).call();
    private volatile boolean tracksHere;

    private BusinessDatabase(String name, Database database, String node) {
        this.name = name;
        this.node = node;
        this.relayLine = TableNames.relay(node);
        this.database = database;
        this.health = new DatabaseHealth(name, database);
        this.table = new MessageTable(database.dialect(), database.read(MessageTable::store));
        this.dataSource = new BoundDataSource(database.dataSource());
    }

    static BusinessDatabase open(
            String name, DataSourceConfig config, int workers, Path folder, Path etc, String node) {
        boolean embedded = config.url() == null;
        DatabaseSettings settings = new DatabaseSettings(
                "database " + name,
                "dataSources." + name,
                embedded ? embeddedUrl(folder, name) : config.url(),
                embedded && config.user() == null ? "sa" : config.user(),
                embedded && config.password() == null ? "" : config.password(),
                workers + config.connections() + OWN_CONNECTIONS,
                "renkei",
                "db/migration/channels");
        try {
            Database database = Database.open(settings);
            try {
                runMigrations(name, config, database, etc);
                H2Ids.begin(database);
                return new BusinessDatabase(name, database, node);
            } catch (RuntimeException e) {
                database.close();
                throw e;
            }
        } catch (DatabaseException e) {
            throw new RenkeiException(ErrorCode.DATABASE_AWAY, e.getMessage(), e);
        }
    }

    private static void runMigrations(String name, DataSourceConfig config, Database database, Path etc) {
        if (config.migrations() == null) {
            return;
        }
        Path scripts = etc.resolve(config.migrations());
        if (!Files.isDirectory(scripts)) {
            throw new ConfigException("dataSources." + name + ".migrations", "is " + scripts + ", which is no folder");
        }
        database.migrate(null, "filesystem:" + scripts.toAbsolutePath());
    }

    /** The URL of an embedded database of this name in a folder. */
    public static String embeddedUrl(Path folder, String name) {
        return "jdbc:h2:" + folder.toAbsolutePath().resolve(name) + ";DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000";
    }

    public String name() {
        return name;
    }

    /**
     * For applications: within the handling of a message from one of this database's channels, on the thread that handles it, its
     * connections are all the one on which the message was claimed; elsewhere they are connections of their own, in auto-commit mode.
     */
    public DataSource dataSource() {
        return dataSource;
    }

    /** Of this server, among all that share the database. */
    public String node() {
        return node;
    }

    String relayLine() {
        return relayLine;
    }

    /** What keeps it from its work; empty if nothing does. */
    public Optional<RenkeiException> away() {
        return health.away();
    }

    /** True if tracking events are kept in this database too. */
    public boolean tracksHere() {
        return tracksHere;
    }

    /** To be said before anything is sent: tracking lives in this very database. */
    public void trackHere() {
        tracksHere = true;
    }

    /** How workers of its channels learn that rows came; until then within this process only. */
    public void useTrigger(Trigger other) {
        trigger = other;
    }

    /** A trigger for this channel came. */
    public void triggered(String channel) {
        wake(channel).call();
    }

    /** Whoever waits for rows of the relay shall look again. */
    public void triggeredRelay() {
        wake(relayLine).call();
    }

    /** Rows of this channel came. Those who wait in other processes find them by themselves. */
    void fire(String channel) {
        if (channel.equals(relayLine) || channel.equals(TableNames.TRACKING)) {
            wake(channel).call();
        } else if (wake(channel).isAwaited()) {
            trigger.fire(channel);
        }
    }

    /** The channel name of rows that carry tracking events. */
    public static String trackingLine() {
        return TableNames.TRACKING;
    }

    /** Rows of tracking events that the writer has not taken yet. */
    public long trackingEvents() {
        return lines.of(TableNames.TRACKING).depth();
    }

    /** How many rows there are of each channel that this process knows of, or that had rows when they were counted. */
    public Map<String, Long> depths() {
        return lines.depths();
    }

    Wake wake(String channel) {
        return wakes.computeIfAbsent(channel, line -> new Wake());
    }

    Lines lines() {
        return lines;
    }

    MessageTable table() {
        return table;
    }

    BoundDataSource boundDataSource() {
        return dataSource;
    }

    Database database() {
        return database;
    }

    Clock clock() {
        return clock;
    }

    /** Returns true at once if it answers, else when it does, or false after {@code wait}. */
    public boolean awaitBack(Duration wait) throws InterruptedException {
        return health.awaitBack(wait);
    }

    /** @throws RenkeiException {@code DATABASE_AWAY}, at once if that is known */
    TableTransaction begin() {
        health.away().ifPresent(away -> {
            throw away;
        });
        try {
            return new TableTransaction(this, database.begin());
        } catch (DatabaseException e) {
            throw failure(e);
        }
    }

    RenkeiException failure(SQLException e) {
        return failure(database.failure(e));
    }

    /** What a failure means for a transaction over channels. */
    RenkeiException failure(DatabaseException e) {
        if (e instanceof Unreachable) {
            return health.goneAway(e);
        }
        ErrorCode code = e instanceof Conflict || e.retryable() ? ErrorCode.COMMIT_FAILED : ErrorCode.DATABASE_REFUSED;
        return new RenkeiException(code, e.getMessage(), e);
    }

    @Override
    public void close() {
        health.close();
        database.close();
    }

    @Override
    public String toString() {
        return name;
    }
}
