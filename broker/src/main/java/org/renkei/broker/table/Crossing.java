package org.renkei.broker.table;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.LiveChannel;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;

/**
 * Messages on their way into database channels from where no transaction of the database is open: from a program, or from a
 * transaction of the broker that will be committed after {@link #store()}. One whose key is known is left out, so that what is
 * done once more after a crash stores nothing twice. For one thread.
 */
public final class Crossing {

    private static final String DUPLICATE_ID = "_AMQ_DUPL_ID";
    private static final int TRIES = 5;

    private final Clock clock;
    private final Map<BusinessDatabase, List<NewRow>> rows = new LinkedHashMap<>();
    private final Map<BusinessDatabase, List<RowKey>> taken = new LinkedHashMap<>();

    public Crossing(Clock clock) {
        this.clock = clock;
    }

    /**
     * @param to a database channel
     * @param onceKey as in {@link NewRow}; if it is null, the sender's own {@code _AMQ_DUPL_ID} takes its place
     */
    public void add(LiveChannel to, ChannelMessage message, String onceKey) {
        BusinessDatabase database = TableQueue.databaseOf(to);
        rows.computeIfAbsent(database, other -> new ArrayList<>(4))
                .add(new NewRow(
                        to.name(),
                        Fit.into(to.config(), message, clock.instant()),
                        null,
                        onceKey == null ? sendersKey(to, message) : onceKey));
    }

    private static String sendersKey(LiveChannel to, ChannelMessage message) {
        String given = message.text(DUPLICATE_ID);
        return given == null ? null : sendersKey(to, given);
    }

    /** The key of a message that its sender has given an id under which it shall be taken once. */
    public static String sendersKey(LiveChannel to, String id) {
        return "dup:" + to.name() + ":" + id;
    }

    /**
     * Whether a database takes messages of a channel, by trying one and taking it back.
     *
     * @throws RenkeiException as {@link #store()} does, if it does not
     */
    public static void tryOut(LiveChannel to, Clock clock) {
        BusinessDatabase database = TableQueue.databaseOf(to);
        try (TableTransaction transaction = database.begin()) {
            NewRow row = new NewRow(to.name(), ChannelMessage.of(""), null, null);
            transaction.run(connection -> {
                database.table().insert(connection, List.of(row), clock.instant());
                return null;
            });
        }
    }

    /** A row that this server has lent, to be deleted in the transaction that stores the messages. */
    public void take(LentRows from, RowKey row) {
        taken.computeIfAbsent(from.database(), other -> new ArrayList<>(4)).add(row);
    }

    public boolean isEmpty() {
        return rows.isEmpty() && taken.isEmpty();
    }

    /** True if {@link #store()} is one transaction, because all of it is in one database. */
    public boolean isOneTransaction() {
        Set<BusinessDatabase> databases = new HashSet<>(rows.keySet());
        databases.addAll(taken.keySet());
        return databases.size() <= 1;
    }

    public void clear() {
        rows.clear();
        taken.clear();
    }

    /**
     * Stores and deletes everything, each database in one transaction; those last from which something is taken. When it returns, all
     * is on disk.
     *
     * @return how many messages were stored, those left out whose keys are known
     * @throws RenkeiException {@code DATABASE_AWAY}, {@code DATABASE_REFUSED} or {@code COMMIT_FAILED}; what went to other databases may
     *     be stored: do it again with the same keys
     */
    public int store() {
        int stored = 0;
        for (Map.Entry<BusinessDatabase, List<NewRow>> sent : rows.entrySet()) {
            if (!taken.containsKey(sent.getKey())) {
                stored += store(sent.getKey(), sent.getValue(), List.of());
            }
        }
        for (Map.Entry<BusinessDatabase, List<RowKey>> keys : taken.entrySet()) {
            stored += store(keys.getKey(), rows.getOrDefault(keys.getKey(), List.of()), keys.getValue());
        }
        clear();
        return stored;
    }

    /**
     * Stores the messages and forgets what was taken, which its {@link LentRows} are to delete.
     *
     * @throws RenkeiException as {@link #store()} does
     */
    public void storeSent() {
        taken.clear();
        store();
    }

    private static int store(BusinessDatabase database, List<NewRow> rows, List<RowKey> taken) {
        List<String> keys = keysOf(rows);
        if (keys.isEmpty()) {
            insert(database, rows, keys, taken);
            return rows.size();
        }
        RenkeiException last = null;
        List<NewRow> missing = without(Set.of(), rows);
        for (int i = 0; i < TRIES; i++) {
            try {
                insert(database, missing, keysOf(missing), taken);
                return missing.size();
            } catch (RenkeiException e) {
                if (e.code() != ErrorCode.COMMIT_FAILED) {
                    throw e;
                }
                last = e;
                missing = without(known(database, keys), rows);
            }
        }
        throw last;
    }

    private static void insert(BusinessDatabase database, List<NewRow> rows, List<String> keys, List<RowKey> taken) {
        if (rows.isEmpty() && taken.isEmpty()) {
            return;
        }
        try (TableTransaction transaction = database.begin()) {
            if (!keys.isEmpty()) {
                transaction.run(connection -> {
                    database.table().remember(connection, keys, database.clock().instant());
                    return null;
                });
            }
            taken.forEach(transaction::delete);
            rows.forEach(transaction::insert);
            transaction.commit();
        }
    }

    private static Set<String> known(BusinessDatabase database, List<String> keys) {
        try (TableTransaction transaction = database.begin()) {
            return transaction.run(connection -> database.table().known(connection, keys));
        }
    }

    private static List<String> keysOf(List<NewRow> rows) {
        return rows.stream()
                .map(NewRow::onceKey)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    /** Also without the second of two with the same key. */
    private static List<NewRow> without(Set<String> known, List<NewRow> rows) {
        Set<String> seen = new HashSet<>(known);
        return rows.stream()
                .filter(row -> row.onceKey() == null || seen.add(row.onceKey()))
                .toList();
    }
}
