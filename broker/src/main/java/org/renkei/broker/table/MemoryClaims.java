package org.renkei.broker.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Claims in H2, kept in memory: an H2 file belongs to one process, and {@code for update} locks there far more than what it returns.
 * Should another process share the database, both may claim a row; then one of them finds nothing to delete.
 */
final class MemoryClaims implements RowClaims {

    private static final String BY_ID = "select " + RowColumns.ALL + " from renkei.message where id = any(?)";

    private final RowColumns columns;
    private final Map<Connection, List<Claim>> byOwner = new IdentityHashMap<>();
    private final Map<String, Set<Long>> byChannel = new HashMap<>();
    private final Map<String, Connection> groups = new HashMap<>();

    MemoryClaims(RowColumns columns) {
        this.columns = columns;
    }

    @Override
    public List<StoredRow> rows(Connection connection, Choice choice, int most) throws SQLException {
        List<RowKey> keys = keys(connection, choice, most);
        if (keys.isEmpty()) {
            return List.of();
        }
        Map<Long, StoredRow> found = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(BY_ID)) {
            new Parameters(select).numbers(keys.stream().map(RowKey::id).toList());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    StoredRow row = columns.read(rows);
                    found.put(row.key().id(), row);
                }
            }
        }
        return keys.stream()
                .map(key -> found.get(key.id()))
                .filter(Objects::nonNull)
                .toList();
    }

    @Override
    public List<StoredRow> next(Connection connection, String channel, int most) throws SQLException {
        return rows(connection, Choice.ready(channel), most);
    }

    @Override
    public long mayHaveMissed(String channel, long since) {
        return 0;
    }

    /**
     * Looks and takes under one lock, and {@link #ended} waits for it: what is seen here and was deleted by a transaction that has
     * committed since is still that one's claim.
     */
    @Override
    public synchronized List<RowKey> keys(Connection connection, Choice choice, int most) throws SQLException {
        List<RowKey> keys = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "select " + RowColumns.KEY + " from renkei.message m " + choice.sql() + " limit ?")) {
            Parameters parameters = new Parameters(select);
            choice.values().set(parameters);
            parameters.number(most + claimed(choice.channel()));
            try (ResultSet rows = select.executeQuery()) {
                while (keys.size() < most && rows.next()) {
                    Claim claim = Claim.of(RowColumns.key(rows), RowColumns.group(rows));
                    if (take(connection, claim)) {
                        keys.add(claim.key());
                    }
                }
            }
        }
        return keys;
    }

    @Override
    public synchronized void ended(Connection connection, Set<String> cameBack) {
        List<Claim> ended = byOwner.remove(connection);
        if (ended != null) {
            ended.forEach(this::free);
        }
    }

    private int claimed(String channel) {
        return channel == null
                ? byChannel.values().stream().mapToInt(Set::size).sum()
                : byChannel.getOrDefault(channel, Set.of()).size();
    }

    private boolean take(Connection connection, Claim claim) {
        Set<Long> ids = byChannel.computeIfAbsent(claim.key().channel(), channel -> new HashSet<>());
        Connection owner = claim.group() == null ? null : groups.get(claim.group());
        if (ids.contains(claim.key().id()) || owner != null && owner != connection) {
            return false;
        }
        ids.add(claim.key().id());
        if (claim.group() != null) {
            groups.put(claim.group(), connection);
        }
        byOwner.computeIfAbsent(connection, c -> new ArrayList<>()).add(claim);
        return true;
    }

    private void free(Claim claim) {
        byChannel.computeIfPresent(claim.key().channel(), (channel, ids) -> {
            ids.remove(claim.key().id());
            return ids.isEmpty() ? null : ids;
        });
        groups.remove(claim.group());
    }

    /** @param group with its channel; null if none */
    private record Claim(RowKey key, String group) {

        static Claim of(RowKey key, String group) {
            return new Claim(key, group == null ? null : key.channel() + '/' + group);
        }
    }
}
