package org.renkei.broker.table;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;

/**
 * The number of rows of each channel of one database. The table is the truth; counting a million rows takes long, so each
 * commit of this process is counted as it happens, and a count of the table now and then puts right what others did. Thread-safe.
 */
final class Lines {

    private final Map<String, Line> lines = new ConcurrentHashMap<>();

    /** Held shared by a commit until it is counted, and alone in the moment as of which the table is counted. */
    private final ReadWriteLock counting = new ReentrantReadWriteLock();

    interface Step {
        void run() throws SQLException;
    }

    interface Count {
        List<LineCount> read() throws SQLException;
    }

    Line of(String channel) {
        return lines.computeIfAbsent(channel, name -> new Line());
    }

    /** Runs a commit, and counts what it changed. */
    void committing(Step commit, Map<String, LineChange> changes) throws SQLException {
        counting.readLock().lock();
        try {
            commit.run();
            changes.forEach((channel, change) -> of(channel).change(change));
        } finally {
            counting.readLock().unlock();
        }
    }

    /**
     * Puts the lines right.
     *
     * @param snapshot fixes the moment as of which {@code count} will see the table
     */
    void recount(Step snapshot, Count count) throws SQLException {
        Map<String, LineCount> believed;
        counting.writeLock().lock();
        try {
            snapshot.run();
            believed = lines.entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, entry -> entry.getValue().asCount(entry.getKey())));
        } finally {
            counting.writeLock().unlock();
        }
        Map<String, LineCount> found = new HashMap<>();
        count.read().forEach(line -> found.put(line.channel(), line));
        Set<String> all = new TreeSet<>(believed.keySet());
        all.addAll(found.keySet());
        for (String channel : all) {
            LineCount none = new LineCount(channel, 0, 0, 0, null);
            of(channel).correct(found.getOrDefault(channel, none), believed.getOrDefault(channel, none));
        }
    }

    /** Of each channel; without the lines of the system's own. */
    Map<String, Long> depths() {
        return lines.entrySet().stream()
                .filter(entry -> !TableNames.isLine(entry.getKey()))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().depth()));
    }

    /** The channels in which rows are ready. */
    Set<String> ready() {
        return lines.entrySet().stream()
                .filter(entry -> entry.getValue().ready() > 0)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    boolean anyWaiting() {
        return lines.values().stream().anyMatch(line -> line.waiting() > 0);
    }
}
