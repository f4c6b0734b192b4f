package org.renkei.broker.table;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.Channels;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.database.RepeatedWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What time asks for in one database, on the thread {@code keeper-NAME}: makes ready what waited for its time, moves out what is too
 * old, calls workers for rows whose trigger was lost, counts, and forgets keys.
 */
public final class TableKeeper implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TableKeeper.class);
    private static final Duration TICK = Duration.ofMillis(50);
    private static final long SWEEP_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long FORGET_NANOS = Duration.ofHours(1).toNanos();
    private static final Duration KEYS_KEPT = Duration.ofDays(7);
    private static final int AT_ONCE = 1_000;

    /** Fewer of what is read whole. */
    private static final int WHOLE_AT_ONCE = 50;

    /** So that counting costs no more than a hundredth of the time. */
    private static final int COUNTING_SHARE = 100;

    private final BusinessDatabase database;
    private final String originalQueue;
    private final RepeatedWork rounds;
    private long nextSweep = System.nanoTime();
    private long nextCount = System.nanoTime();
    // Not at once: what was in hand when the last process died must be handled first.
    private long nextForget = System.nanoTime() + FORGET_NANOS;

    /** @param originalQueue the property in which an expired message carries its channel's name */
    public TableKeeper(BusinessDatabase database, String originalQueue) {
        this.database = database;
        this.originalQueue = originalQueue;
        this.rounds = new RepeatedWork("keeper-" + database, this::tick);
    }

    /**
     * Takes back what this server had lent when it died, counts, and begins.
     */
    public void start() {
        try (TableTransaction transaction = database.begin()) {
            transaction.run(connection -> database.table().takeBack(connection, database.node(), null));
            transaction.commit();
        }
        count();
        rounds.start(Duration.ZERO, TICK);
    }

    private void tick() {
        try {
            if (database.away().isEmpty()) {
                keep();
            }
        } catch (RenkeiException e) {
            // That the database is away is told by itself.
            if (e.code() != ErrorCode.DATABASE_AWAY) {
                log.atWarn()
                        .addKeyValue("database", database)
                        .addKeyValue("cause", e.getMessage())
                        .log("not kept");
            }
        }
    }

    private void keep() {
        long now = System.nanoTime();
        boolean sweep = now >= nextSweep;
        if (sweep || database.lines().anyWaiting()) {
            makeReady();
        }
        if (sweep) {
            nextSweep = now + SWEEP_NANOS;
            moveExpired();
            database.lines().ready().forEach(database::triggered);
        }
        if (now >= nextCount) {
            count();
            nextCount = System.nanoTime() + Math.max(SWEEP_NANOS, COUNTING_SHARE * (System.nanoTime() - now));
        }
        if (now >= nextForget) {
            nextForget = now + FORGET_NANOS;
            forget();
        }
    }

    private void makeReady() {
        Map<String, Integer> made;
        do {
            try (TableTransaction transaction = database.begin()) {
                Instant now = database.clock().instant();
                made = transaction.run(connection -> database.table().makeReady(connection, now, AT_ONCE));
                made.forEach((channel, rows) -> {
                    transaction.change(channel).ready += rows;
                    transaction.change(channel).waiting -= rows;
                    transaction.change(channel).sentAt = now;
                });
                transaction.commit();
            }
        } while (sum(made) >= AT_ONCE);
    }

    private void moveExpired() {
        int moved;
        do {
            try (TableTransaction transaction = database.begin()) {
                List<StoredRow> expired =
                        transaction.claimExpired(database.clock().instant(), WHOLE_AT_ONCE);
                expired.forEach(row -> {
                    transaction.delete(row.key());
                    transaction.insert(new NewRow(database.relayLine(), expired(row), Channels.EXPIRED, null));
                });
                transaction.commit();
                moved = expired.size();
            }
        } while (moved >= WHOLE_AT_ONCE);
    }

    private ChannelMessage expired(StoredRow row) {
        Map<String, Object> properties = new HashMap<>(row.message().properties());
        properties.put(originalQueue, row.key().channel());
        return row.message().withProperties(properties).withExpiresAt(null).withNotBefore(null);
    }

    /** Puts right what is believed of the number of rows. */
    private void count() {
        try (TableTransaction transaction = database.begin()) {
            transaction.look(connection -> {
                database.lines()
                        .recount(
                                () -> database.table().look(connection),
                                () -> database.table().count(connection));
                return null;
            });
        }
    }

    private void forget() {
        Instant before = database.clock().instant().minus(KEYS_KEPT);
        int forgotten;
        do {
            try (TableTransaction transaction = database.begin()) {
                forgotten = transaction.run(connection -> database.table().forgetBefore(connection, before, AT_ONCE));
                transaction.commit();
            }
        } while (forgotten >= AT_ONCE);
    }

    private static int sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public void close() {
        rounds.close();
    }
}
