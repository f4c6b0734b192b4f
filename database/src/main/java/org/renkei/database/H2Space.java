package org.renkei.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/**
 * How well an H2 database uses its file. H2 keeps a stretch of the file (a chunk of some hundred pages) as long as one page in it is
 * in use, and without its cleaning thread, which is not safe in a crash, that never ends by itself.
 *
 * @param bytes the length of the file
 * @param usedBytes how much of that is in use, roughly
 */
record H2Space(long bytes, long usedBytes) {

    private static final long TOO_SMALL_TO_MATTER = 16 * 1024 * 1024;
    private static final int WORTH_IT = 3;
    private static final String FIGURES =
            "select setting_name, setting_value from information_schema.settings where setting_name like 'info.%'";

    static H2Space of(Connection connection) throws SQLException {
        Map<String, String> figures = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(FIGURES)) {
            while (rows.next()) {
                figures.put(rows.getString(1), rows.getString(2));
            }
        }
        // An in-memory database has no file.
        long bytes = Long.parseLong(figures.getOrDefault("info.FILE_SIZE", "0"));
        long pages = Long.parseLong(figures.getOrDefault("info.PAGE_COUNT", "0"));
        long usedPages = Long.parseLong(figures.getOrDefault("info.PAGE_COUNT_LIVE", "0"));
        long filled = Long.parseLong(figures.getOrDefault("info.FILL_RATE", "100"));
        return new H2Space(bytes, pages == 0 ? bytes : (long) ((double) bytes * filled / 100 * usedPages / pages));
    }

    boolean isMostlyFree() {
        return bytes > TOO_SMALL_TO_MATTER && usedBytes * WORTH_IT < bytes;
    }

    /** Closes the database; the next connection opens it again. */
    static boolean compact(Connection connection) throws SQLException {
        connection.commit();
        try (Statement statement = connection.createStatement()) {
            statement.execute("shutdown compact");
        }
        return true;
    }
}
