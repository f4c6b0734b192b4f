package org.renkei.tracking.journey;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.renkei.database.BulkInsert;

/** Recorded items in their table: each is found by its name and value. */
final class ItemRows {

    private static final String STORED = "job,branch,seq,name,head,rest";
    private static final String OF_JOB = "select branch, seq, name, head, rest from tracking.item where job = ?";

    private ItemRows() {}

    static void insert(Connection connection, List<StepEvent> events) throws SQLException {
        int rows = events.stream().mapToInt(event -> event.items().size()).sum();
        if (rows == 0) {
            return;
        }
        try (BulkInsert insert = BulkInsert.into(connection, "tracking.item", STORED, rows)) {
            for (StepEvent event : events) {
                insert(insert, event);
            }
            insert.store();
        }
    }

    private static void insert(BulkInsert row, StepEvent event) throws SQLException {
        Map<String, String> byStoredName = new TreeMap<>();
        event.items().forEach((name, value) -> byStoredName.put(Column.NAME.fit(name), value));
        for (Map.Entry<String, String> item : byStoredName.entrySet()) {
            ItemValue value = ItemValue.of(item.getValue());
            row.text(Column.JOB.fit(event.job()))
                    .text(Column.BRANCH.fit(event.branch()))
                    .number(event.seq())
                    .text(item.getKey())
                    .text(value.head())
                    .text(value.rest())
                    .endRow();
        }
    }

    static Map<EventKey, Map<String, String>> of(Connection connection, String job) throws SQLException {
        Map<EventKey, Map<String, String>> items = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(OF_JOB)) {
            new Rows(statement).text(job);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    EventKey key = new EventKey(job, rows.getString("branch"), rows.getInt("seq"));
                    items.computeIfAbsent(key, event -> new TreeMap<>())
                            .put(rows.getString("name"), rows.getString("head") + rows.getString("rest"));
                }
            }
        }
        return items;
    }
}
