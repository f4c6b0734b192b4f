package org.renkei.broker.table;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.renkei.broker.channel.Body;
import org.renkei.broker.channel.BodyStart;
import org.renkei.broker.channel.BrowsedMessage;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.MessageState;
import org.renkei.broker.channel.Priority;
import org.renkei.database.BulkInsert;
import org.renkei.database.Dialect;

/** Rows of {@code renkei.message} to and from messages. */
final class RowColumns {

    static final String KEY = "channel, rank, id, group_id";

    private static final String HEAD = KEY
            + ", not_before, expires_at, sent_at, message_id, correlation_id, reply_to, type, relay_to, deliveries, headers, body_kind";

    static final String ALL = HEAD + ", body_text, body_bytes, body_large";

    /** With two parameters: how many characters of a text, and how many bytes. The third, if it is in a file, is read no further. */
    private static final String STARTS = HEAD + ", left(body_text, ?), substring(body_bytes from 1 for ?), %s,"
            + " coalesce(char_length(body_text), octet_length(body_bytes), octet_length(body_large), 0)";

    private static final String STORED =
            "channel,rank,group_id,due_at,not_before,expires_at,sent_at,message_id,correlation_id,reply_to,type,relay_to,"
                    + "deliveries,headers,body_kind,body_text,body_bytes,body_large";

    /** A property of this name is never an application's. In the headers it is the name of a group that is too long for its column. */
    private static final String LONG_GROUP = "JMSXGroupID";

    private static final int LONGEST_GROUP = 200;
    private static final List<Priority> RANKS = List.of(Priority.HIGH, Priority.NORMAL, Priority.LOW);

    private final String store;

    RowColumns(String store) {
        this.store = store;
    }

    static void insert(Connection connection, List<NewRow> rows, Instant now) throws SQLException {
        try (BulkInsert insert = BulkInsert.into(connection, "renkei.message", STORED, rows.size())) {
            for (NewRow row : rows) {
                set(insert, row, now);
                insert.endRow();
            }
            insert.store();
        }
    }

    static RowKey key(ResultSet row) throws SQLException {
        return new RowKey(row.getString(1), row.getInt(2), row.getLong(3));
    }

    /** As the column has it; null for none. */
    static String group(ChannelMessage message) {
        return message.group() == null ? null : ColumnText.shortened(message.group(), LONGEST_GROUP);
    }

    static String group(ResultSet row) throws SQLException {
        return row.getString(4);
    }

    /** The columns for {@link #readStart}; the parameters in it are all {@code most}. */
    static String starts(Dialect dialect) {
        return STARTS.formatted(dialect == Dialect.H2 ? "body_large" : "substring(body_large from 1 for ?)");
    }

    StoredRow read(ResultSet row) throws SQLException {
        StoredBody body = new StoredBody(row.getString(15), row.getString(16), row.getBytes(17), row.getBytes(18));
        return new StoredRow(key(row), message(row, body.body()), text(row, 12));
    }

    /** No more of the body than {@code most} characters or bytes, out of {@link #starts}. */
    BrowsedMessage readStart(ResultSet row, String cursor, MessageState state, int most) throws SQLException {
        byte[] large = start(row, most);
        StoredBody stored = new StoredBody(row.getString(15), row.getString(16), row.getBytes(17), large);
        long size = row.getLong(19);
        boolean cut = size > most;
        BodyStart start = new BodyStart(cut ? stored.start() : stored.body(), size, cut);
        return BrowsedMessage.of(cursor, state, message(row, Body.EMPTY), start.atMost(most));
    }

    private static byte[] start(ResultSet row, int most) throws SQLException {
        try (InputStream large = row.getBinaryStream(18)) {
            return large == null ? null : large.readNBytes(most);
        } catch (IOException e) {
            throw new SQLException(e);
        }
    }

    private ChannelMessage message(ResultSet row, Body body) throws SQLException {
        RowKey key = key(row);
        String messageKey = store + ":" + key.id();
        String messageId = text(row, 8);
        int deliveries = row.getInt(13);
        String headers = row.getString(14);
        Map<String, Object> properties = headers == null ? Map.of() : TypedJson.fields(headers);
        Object longGroup = headers == null ? null : properties.remove(LONG_GROUP);
        return new ChannelMessage(
                messageKey,
                messageId == null ? "ID:" + messageKey : messageId,
                text(row, 9),
                text(row, 10),
                text(row, 11),
                RANKS.get(key.rank() % RowKey.WAITING),
                time(row, 7),
                time(row, 6),
                time(row, 5),
                longGroup == null ? group(row) : longGroup.toString(),
                Collections.unmodifiableMap(properties),
                body,
                deliveries,
                0,
                deliveries > 0);
    }

    private static void set(BulkInsert insert, NewRow row, Instant now) throws SQLException {
        ChannelMessage message = row.message();
        // In the lines out of this database nothing waits, expires or is in a group: where it goes sees to that.
        boolean line = TableNames.isLine(row.channel());
        boolean waits =
                !line && message.notBefore() != null && message.notBefore().isAfter(now);
        Instant expires = line ? null : message.expiresAt();
        StoredBody body = StoredBody.of(message.body());
        insert.text(row.channel())
                .smallNumber(RANKS.indexOf(message.priority()) + (waits ? RowKey.WAITING : 0))
                .text(line ? null : group(message))
                .time(storable(waits ? earlier(message.notBefore(), expires) : expires))
                .time(storable(message.notBefore()))
                .time(storable(message.expiresAt()))
                .time(storable(message.sentAt() == null ? now : message.sentAt()))
                .text(ColumnText.escape(message.id()))
                .text(ColumnText.escape(message.correlationId()))
                .text(ColumnText.escape(message.replyTo()))
                .text(ColumnText.escape(message.type()))
                .text(ColumnText.escape(row.relayTo()))
                .number(message.deliveries())
                .text(headers(message, line))
                .text(body.kind())
                .text(body.text())
                .bytes(body.bytes())
                .bytes(body.large());
    }

    private static String headers(ChannelMessage message, boolean line) {
        String group = message.group();
        if (group == null || !line && group.equals(group(message))) {
            return message.properties().isEmpty() ? null : TypedJson.write(message.properties());
        }
        Map<String, Object> headers = new LinkedHashMap<>(message.properties());
        headers.put(LONG_GROUP, group);
        return TypedJson.write(headers);
    }

    private static Instant storable(Instant time) {
        return time == null ? null : Parameters.storable(time);
    }

    private static Instant earlier(Instant one, Instant other) {
        return other == null || one.isBefore(other) ? one : other;
    }

    private static String text(ResultSet row, int column) throws SQLException {
        return ColumnText.unescape(row.getString(column));
    }

    static Instant time(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
