package org.renkei.services.perf;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.renkei.database.ShelteredThread;

/**
 * What a program without Renkei does at its best with a table as its queue: claim a batch with {@code for update skip locked},
 * insert it for the next hop, delete it, commit. No tracking, no priorities, nothing but a body.
 */
final class BareTable implements Pipeline {
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final long NOTHING_THERE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int A_COMMIT = 1_000;

    private final DataSource database;
    private final int hops;
    private final String table;
    private final PerfSettings settings;

    /** Makes its table. */
    BareTable(DataSource database, int hops, PerfSettings settings) throws SQLException {
        this.database = database;
        this.hops = hops;
        this.table = "renkei_perf_" + hops;
        this.settings = settings;
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("drop table if exists " + table);
            statement.execute("drop sequence if exists " + table + "_id");
            statement.execute("create sequence " + table + "_id");
            statement.execute(
                    "create table " + table + " (hop smallint, id bigint, body varchar, primary key (hop, id))");
        }
    }

    static String name(int hops) {
        return "bare-table-" + hops;
    }

    @Override
    public String name() {
        return name(hops);
    }

    @Override
    public int hops() {
        return hops;
    }

    @Override
    public Duration move(int messages) throws Exception {
        tidy(database);
        vacuum(database, table);
        fill(messages);
        CountDownLatch arrived = new CountDownLatch(messages);
        List<Thread> workers = new ArrayList<>();
        for (int hop = 0; hop < hops; hop++) {
            for (int i = 0; i < settings.consumers(); i++) {
                int from = hop;
                workers.add(new ShelteredThread(() -> work(from, arrived), name() + "-" + hop + "-" + i));
            }
        }
        long began = System.nanoTime();
        workers.forEach(Thread::start);
        if (!arrived.await(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException(arrived.getCount() + " of " + messages + " did not arrive at " + name());
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        for (Thread worker : workers) {
            worker.join(LONGEST.toMillis());
        }
        verifyEmpty();
        return took;
    }

    private void verifyEmpty() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet left = statement.executeQuery("select count(*) from " + table)) {
            left.next();
            if (left.getLong(1) != 0) {
                throw new IllegalStateException(left.getLong(1) + " rows are left in the table of " + name());
            }
        }
    }

    /** Clears away what earlier rounds have left in the table of database channels, so that nobody walks over it. */
    static void tidy(DataSource database) throws SQLException {
        vacuum(database, "renkei.message");
    }

    private static void vacuum(DataSource database, String table) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            if (connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
                statement.execute("vacuum " + table);
            }
        }
    }

    private void fill(int messages) throws SQLException {
        List<String> bodies = new ArrayList<>();
        String body = "x".repeat(settings.bodyBytes());
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            for (int i = 1; i <= messages; i++) {
                bodies.add(body);
                if (bodies.size() == A_COMMIT || i == messages) {
                    insert(connection, 0, bodies);
                    connection.commit();
                    bodies.clear();
                }
            }
        }
    }

    private void work(int hop, CountDownLatch arrived) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            while (arrived.getCount() > 0) {
                int moved = moveBatch(connection, hop);
                for (int i = 0; hop == hops - 1 && i < moved; i++) {
                    arrived.countDown();
                }
                if (moved == 0) {
                    LockSupport.parkNanos(NOTHING_THERE_NANOS);
                }
            }
        } catch (SQLException e) {
            if (arrived.getCount() > 0) {
                throw new IllegalStateException(e);
            }
        }
    }

    private int moveBatch(Connection connection, int hop) throws SQLException {
        List<Long> ids = new ArrayList<>();
        List<String> bodies = new ArrayList<>();
        try (PreparedStatement claim = connection.prepareStatement("select id, body from " + table + " where hop = ?"
                + " order by hop, id fetch first " + settings.batch() + " rows only for update skip locked")) {
            claim.setInt(1, hop);
            try (ResultSet rows = claim.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getLong(1));
                    bodies.add(rows.getString(2));
                }
            }
        }
        if (!ids.isEmpty()) {
            if (hop < hops - 1) {
                insert(connection, hop + 1, bodies);
            }
            delete(connection, hop, ids);
        }
        connection.commit();
        return ids.size();
    }

    private void insert(Connection connection, int hop, List<String> bodies) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into " + table + " (hop, id, body) values (?, nextval('" + table + "_id'), ?)")) {
            for (String body : bodies) {
                insert.setInt(1, hop);
                insert.setString(2, body);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private void delete(Connection connection, int hop, List<Long> ids) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("delete from " + table + " where hop = ? and id = any(?)")) {
            delete.setInt(1, hop);
            delete.setArray(2, connection.createArrayOf("bigint", ids.toArray()));
            delete.executeUpdate();
        }
    }
}
