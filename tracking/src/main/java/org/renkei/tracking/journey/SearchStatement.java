package org.renkei.tracking.journey;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A query as SQL. Every form of it walks an index from the newest journey on, or looks up few rows by their key: of
 * journeys, or of errors if it asks for a text in them.
 */
final class SearchStatement {

    private final StringBuilder conditions = new StringBuilder();
    private final List<Setter> setters = new ArrayList<>();
    private final boolean amongErrors;
    private final String equalFirst;
    private final int limit;

    SearchStatement(JourneyQuery query) {
        this.amongErrors = query.error() != null;
        this.equalFirst = amongErrors ? "" : equalFirst(query);
        this.limit = query.limit();
        equal("j.job", query.job());
        equal("j.correlation_id", Column.CORRELATION.fit(query.correlationId()));
        equal("j.flow", query.flow());
        equal("j.step", query.step());
        equal("j.state", query.state() == null ? null : query.state().name());
        started(">=", query.since());
        started("<", query.until());
        error(query.error());
        query.items().forEach(this::item);
        after(query.after());
    }

    PreparedStatement prepare(Connection connection) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql());
        Rows parameters = new Rows(statement);
        for (Setter setter : setters) {
            setter.set(parameters);
        }
        return statement;
    }

    String sql() {
        return "select " + JourneyRows.COLUMNS + " from "
                + (amongErrors
                        ? "tracking.journey_error x join tracking.journey j on j.job = x.job"
                        : "tracking.journey j")
                + (conditions.isEmpty() ? "" : " where " + conditions.substring(" and ".length()))
                + " order by " + equalFirst + startedAt() + " desc, " + job() + " desc fetch first " + limit
                + " rows only";
    }

    /**
     * A column that is the same in all that is found, so that the order is that of an index, and H2 need not sort a million
     * journeys of a flow. Of several the one that is likely to leave the fewest.
     */
    private static String equalFirst(JourneyQuery query) {
        if (query.job() != null || !query.items().isEmpty()) {
            return "";
        }
        if (query.correlationId() != null) {
            return "j.correlation_id desc, ";
        }
        boolean rareState = query.state() != null && query.state() != JourneyState.COMPLETED;
        if (rareState) {
            return "j.state desc, ";
        }
        if (query.step() != null) {
            return "j.step desc, ";
        }
        if (query.flow() != null) {
            return "j.flow desc, ";
        }
        return query.state() != null ? "j.state desc, " : "";
    }

    private String startedAt() {
        return amongErrors ? "x.started_at" : "j.started_at";
    }

    private String job() {
        return amongErrors ? "x.job" : "j.job";
    }

    private void equal(String column, String value) {
        if (value != null) {
            where(column + " = ?", row -> row.text(value));
        }
    }

    private void started(String comparison, Instant time) {
        if (time != null) {
            where(startedAt() + " " + comparison + " ?", row -> row.time(time));
        }
    }

    private void error(String text) {
        if (text != null) {
            String escaped = text.toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1");
            where("lower(x.error) like ? escape '!'", row -> row.text("%" + escaped + "%"));
        }
    }

    private void item(String name, String value) {
        ItemValue stored = ItemValue.of(value);
        where(
                "j.job in (select i.job from tracking.item i where i.name = ? and i.head = ? and i.rest = ?)",
                row -> row.text(Column.NAME.fit(name)).text(stored.head()).text(stored.rest()));
    }

    private void after(JourneyCursor cursor) {
        if (cursor != null) {
            // The first comparison follows from the second; it is there for the index.
            where(
                    startedAt() + " <= ? and (" + startedAt() + " < ? or " + job() + " < ?)",
                    row -> row.time(cursor.startedAt()).time(cursor.startedAt()).text(cursor.job()));
        }
    }

    private void where(String condition, Setter setter) {
        conditions.append(" and ").append(condition);
        setters.add(setter);
    }

    private interface Setter {
        Rows set(Rows parameters) throws SQLException;
    }
}
