package org.renkei.tracking.store;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where journeys are kept, and for how long.
 *
 * @param url a JDBC URL of H2 or PostgreSQL; null leaves it to the caller, see {@link #embedded(Path)} and {@link #withUrl}
 * @param user null for none
 * @param password null for none
 * @param retention how long a journey is kept after its end; null for 30 days
 * @param connections how many connections to the database, 1 to 100; null for 4
 * @param dataSource the name by which the rest of the program knows the database, if it keeps tables of its own there and has it open
 *     too; null if tracking is alone. The URL is given all the same, by {@link #withUrl}
 */
public record TrackingConfig(
        String url, String user, String password, Duration retention, Integer connections, String dataSource) {

    private static final Duration DEFAULT_RETENTION = Duration.ofDays(30);
    private static final Duration SHORTEST_RETENTION = Duration.ofMinutes(1);
    private static final int DEFAULT_CONNECTIONS = 4;
    private static final int MOST_CONNECTIONS = 100;

    /** @throws IllegalArgumentException if a value is out of its range; the message begins with its key */
    public TrackingConfig {
        retention = retention == null ? DEFAULT_RETENTION : retention;
        connections = connections == null ? DEFAULT_CONNECTIONS : connections;
        require(url == null || url.startsWith("jdbc:"), "url", "begin with jdbc:", url);
        require(
                retention.compareTo(SHORTEST_RETENTION) >= 0,
                "retention",
                "be at least " + SHORTEST_RETENTION,
                retention);
        require(
                connections >= 1 && connections <= MOST_CONNECTIONS,
                "connections",
                "be from 1 to " + MOST_CONNECTIONS,
                connections);
    }

    /** An H2 database in files of its own in a folder, with all defaults. */
    public static TrackingConfig embedded(Path dir) {
        return new TrackingConfig(embeddedUrl(dir), "sa", "", null, null, null);
    }

    /**
     * The URL of an H2 database in a folder: one process at a time has it open, and it closes when its store does and not before.
     * What retention deletes is given back by {@link org.renkei.tracking.journey.JourneyPurge#giveBackSpace}.
     */
    public static String embeddedUrl(Path dir) {
        return "jdbc:h2:file:" + dir.toAbsolutePath().resolve("tracking")
                + ";DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000";
    }

    /** The same with another database. */
    public TrackingConfig withUrl(String otherUrl, String otherUser, String otherPassword) {
        return new TrackingConfig(otherUrl, otherUser, otherPassword, retention, connections, dataSource);
    }

    /** Without the password, and without the options of the URL, which may hold one. */
    @Override
    public String toString() {
        String shown = url == null ? "null" : url.split("[;?]", 2)[0];
        return "TrackingConfig[url=" + shown + ", user=" + user + ", retention=" + retention + ", connections="
                + connections + ", dataSource=" + dataSource + "]";
    }

    private static void require(boolean holds, String key, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(key + " must " + rule + ", was " + value);
        }
    }
}
