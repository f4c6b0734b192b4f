package org.renkei.tracking.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;

/** Where H2 and PostgreSQL differ; all SQL is the same. */
enum Dialect {
    H2("TRACKING", Map.of()) {
        @Override
        String safe(String url) {
            return url.toUpperCase(Locale.ROOT).contains(";WRITE_DELAY=") ? url : url + ";WRITE_DELAY=0";
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
        String advice(Throwable cause) {
            return String.valueOf(cause).contains("already in use") || hasCode(cause, 90020)
                    ? "another process has it open: stop that one, or give this one a tracking.url of its own"
                    : "check that its folder can be written and that tracking.user and tracking.password are those it was made with";
        }
    },
    // Rewriting turns a batch into few statements. The timeouts (seconds) end a call to a machine that went away
    // without a word.
    POSTGRESQL(
            "tracking",
            Map.of(
                    "reWriteBatchedInserts", "true",
                    "connectTimeout", "3",
                    "loginTimeout", "3",
                    "socketTimeout", "60",
                    "tcpKeepAlive", "true")) {
        @Override
        String safe(String url) {
            return url;
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
        String advice(Throwable cause) {
            return "check that it runs and that tracking.url, tracking.user and tracking.password are right";
        }
    };

    private final String schema;
    private final Map<String, String> properties;

    Dialect(String schema, Map<String, String> properties) {
        this.schema = schema;
        this.properties = properties;
    }

    static Dialect of(String url) {
        String start = url.toLowerCase(Locale.ROOT);
        if (start.startsWith("jdbc:h2:")) {
            return H2;
        }
        if (start.startsWith("jdbc:postgresql:")) {
            return POSTGRESQL;
        }
        throw new IllegalArgumentException(
                "tracking.url must begin with jdbc:h2: or jdbc:postgresql:, was " + withoutOptions(url));
    }

    /** The options may hold a password, which must not get into a log. */
    static String withoutOptions(String url) {
        return url.split("[;?]", 2)[0].replaceFirst("//[^/@]*@", "//");
    }

    /** As the database writes it when it is not quoted. */
    String schema() {
        return schema;
    }

    Map<String, String> properties() {
        return properties;
    }

    /** With the options without which a crash may lose what was committed, unless the URL says otherwise. */
    abstract String safe(String url);

    /** Makes sure that what was committed on this connection survives a crash. */
    abstract void bringToDisk(Connection connection) throws SQLException;

    /** Gives space back if it is worth it, and says whether it did; the database may be closed after that. */
    abstract boolean compact(Connection connection) throws SQLException;

    /** What an operator should do about a database that cannot be opened. */
    abstract String advice(Throwable cause);

    private static boolean hasCode(Throwable thrown, int code) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof SQLException sql && sql.getErrorCode() == code) {
                return true;
            }
        }
        return false;
    }
}
