package org.renkei.database;

import static java.util.Map.entry;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;

/** Where H2 and PostgreSQL differ; nearly all SQL is the same. */
public enum Dialect {
    H2(
            Map.of(),
            Map.ofEntries(
                    entry("bytes", "varbinary(1048576)"),
                    entry("largeBytes", "blob"),
                    entry("plain", ""),
                    entry("tuned", ""),
                    entry("h2", ""),
                    entry("postgresql", "--"),
                    entry("uuid", "random_uuid()"))) {
        @Override
        String schema(String schema) {
            return schema.toUpperCase(Locale.ROOT);
        }

        @Override
        String safe(String url) {
            return H2Options.added(url);
        }

        @Override
        boolean standsInterrupts() {
            return false;
        }

        @Override
        boolean commitIsOnDisk() {
            return false;
        }

        @Override
        void bringToDisk(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute("checkpoint sync");
            }
        }

        @Override
        boolean compact(Connection connection) throws SQLException {
            return H2Space.of(connection).isMostlyFree() && H2Space.compact(connection);
        }

        @Override
        String advice(DatabaseSettings settings, Throwable cause) {
            String at = settings.settings();
            return String.valueOf(cause).contains("already in use") || hasCode(cause, 90020)
                    ? "another process has it open: stop that one, or give this one a " + at + ".url of its own"
                    : "check that its folder can be written and that " + at + ".user and " + at
                            + ".password are those it was made with";
        }
    },
    // Rewriting turns a batch into few statements. The timeouts (seconds) end a call to a machine that went away
    // without a word.
    POSTGRESQL(
            Map.of(
                    "reWriteBatchedInserts", "true",
                    "connectTimeout", "3",
                    "loginTimeout", "3",
                    "socketTimeout", "60",
                    "tcpKeepAlive", "true"),
            Map.ofEntries(
                    entry("bytes", "bytea"),
                    entry("largeBytes", "bytea"),
                    // Keys are compared, not sorted for a reader: byte by byte is faster than by the rules of a
                    // language.
                    entry("plain", "collate \"C\""),
                    // What a queue deletes must go soon, or each claim reads over it; and what is gone soon is not
                    // worth compressing.
                    entry(
                            "tuned",
                            "with (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_cost_delay = 0,"
                                    + " toast_tuple_target = 8160)"),
                    entry("h2", "--"),
                    entry("postgresql", ""),
                    entry("uuid", "gen_random_uuid()"))) {
        @Override
        String schema(String schema) {
            return schema;
        }

        @Override
        String safe(String url) {
            return url;
        }

        @Override
        boolean standsInterrupts() {
            return true;
        }

        @Override
        boolean commitIsOnDisk() {
            return true;
        }

        @Override
        void bringToDisk(Connection connection) {
            // Its commit does.
        }

        @Override
        boolean compact(Connection connection) {
            return false;
        }

        @Override
        String advice(DatabaseSettings settings, Throwable cause) {
            String at = settings.settings();
            return "check that it runs and that " + at + ".url, " + at + ".user and " + at + ".password are right";
        }
    };

    private final Map<String, String> properties;
    private final Map<String, String> placeholders;

    Dialect(Map<String, String> properties, Map<String, String> placeholders) {
        this.properties = properties;
        this.placeholders = placeholders;
    }

    static Dialect of(DatabaseSettings settings) {
        String start = settings.url().toLowerCase(Locale.ROOT);
        if (start.startsWith("jdbc:h2:")) {
            return H2;
        }
        if (start.startsWith("jdbc:postgresql:")) {
            return POSTGRESQL;
        }
        throw new IllegalArgumentException(settings.settings()
                + ".url must begin with jdbc:h2: or jdbc:postgresql:, was " + withoutOptions(settings.url()));
    }

    /** The options may hold a password, which must not get into a log. */
    static String withoutOptions(String url) {
        return url.split("[;?]", 2)[0].replaceFirst("//[^/@]*@", "//");
    }

    /** As the database writes a name that is not quoted. */
    abstract String schema(String schema);

    /**
     * What stands for what in the scripts that make tables. The rest of a line behind {@code ${h2}} or {@code ${postgresql}} is for
     * that one only.
     */
    Map<String, String> placeholders() {
        return placeholders;
    }

    Map<String, String> properties() {
        return properties;
    }

    /** With the options without which a crash may lose what was committed, unless the URL says otherwise. */
    abstract String safe(String url);

    /** True if only the transaction of a thread is harmed that is interrupted within a call. */
    abstract boolean standsInterrupts();

    /** True if what was committed survives a crash from the moment that the commit returns. */
    abstract boolean commitIsOnDisk();

    /** Makes sure that what was committed on this connection survives a crash. */
    abstract void bringToDisk(Connection connection) throws SQLException;

    /** Gives space back if it is worth it, and says whether it did; the database may be closed after that. */
    abstract boolean compact(Connection connection) throws SQLException;

    /** What an operator should do about a database that cannot be opened. */
    abstract String advice(DatabaseSettings settings, Throwable cause);

    private static boolean hasCode(Throwable thrown, int code) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql && sql.getErrorCode() == code) {
                return true;
            }
        }
        return false;
    }
}
