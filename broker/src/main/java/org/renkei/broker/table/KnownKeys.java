package org.renkei.broker.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The table {@code renkei.known_key}. */
final class KnownKeys {

    private static final int LONGEST = 300;

    private KnownKeys() {}

    static void remember(Connection connection, Collection<String> keys, Instant now) throws SQLException {
        if (keys.isEmpty()) {
            return;
        }
        try (PreparedStatement insert =
                connection.prepareStatement("insert into renkei.known_key (message_key, at) values (?, ?)")) {
            Parameters parameters = new Parameters(insert);
            // In order, so that two that store the same ones do not wait for each other in a circle.
            for (String key : new TreeSet<>(stored(keys).keySet())) {
                parameters.text(key).time(now).addBatch();
            }
            insert.executeBatch();
        }
    }

    static Set<String> known(Connection connection, Collection<String> keys) throws SQLException {
        Map<String, String> stored = stored(keys);
        Set<String> known = new HashSet<>();
        try (PreparedStatement select =
                connection.prepareStatement("select message_key from renkei.known_key where message_key = any(?)")) {
            new Parameters(select).texts(stored.keySet());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    known.add(stored.get(rows.getString(1)));
                }
            }
        }
        return known;
    }

    static int forgetBefore(Connection connection, Instant before, int most) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("""
                delete from renkei.known_key where message_key in (
                    select message_key from renkei.known_key where at < ? order by at limit ?)
                """)) {
            new Parameters(delete).time(before).number(most);
            return delete.executeUpdate();
        }
    }

    /** The keys, by what the table has for them. */
    private static Map<String, String> stored(Collection<String> keys) {
        Map<String, String> stored = new HashMap<>();
        keys.forEach(key -> stored.put(ColumnText.shortened(key, LONGEST), key));
        return stored;
    }
}
