package org.renkei.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BulkInsertTest {

    private static final String COLUMNS = "n,text,small,flag,at,bytes";
    private static final Instant TIME = Instant.parse("2030-01-02T03:04:05.123456789Z");

    @TempDir
    static Path folder;

    private static PostgresServer server;
    private static Database h2;
    private static Database postgres;

    /** One row of the table; any of what is no number may be null. */
    private record Row(int n, String text, int small, boolean flag, Instant at, ByteBuffer bytes) {

        static Row of(int n) {
            return new Row(n, "text " + n, n % 100, n % 2 == 0, TIME.plusSeconds(n), ByteBuffer.wrap(new byte[] {
                0, -1, (byte) n
            }));
        }
    }

    @BeforeAll
    static void open() {
        server = PostgresServer.start(folder.resolve("postgres"));
        h2 = Sample.h2(folder, 2);
        postgres = Sample.postgres(server.newDatabase(), 2);
    }

    @AfterAll
    static void close() {
        h2.close();
        postgres.close();
        server.close();
    }

    static Stream<Database> databases() {
        return Stream.of(h2, postgres);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void shouldStoreEachValueInFewRowsAndInMany(Database database) {
        for (int count : new int[] {0, 1, BulkInsert.FEW - 1, BulkInsert.FEW, 1_000}) {
            clear(database);
            List<Row> rows = IntStream.range(0, count).mapToObj(Row::of).toList();

            store(database, rows);

            assertSame(stored(database), rows);
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void shouldStoreWhatIsOddOrLargeOrNull(Database database) {
        clear(database);
        byte[] large = new byte[3_000_000];
        Arrays.fill(large, (byte) 7);
        List<Row> rows = new ArrayList<>(
                IntStream.range(0, BulkInsert.FEW).mapToObj(Row::of).toList());
        rows.add(new Row(1_000, null, -1, true, null, null));
        rows.add(new Row(1_001, "", Short.MIN_VALUE, false, Instant.EPOCH, ByteBuffer.allocate(0)));
        rows.add(new Row(
                Integer.MIN_VALUE,
                "tab\t \\N \n 連携 🚚",
                Short.MAX_VALUE,
                true,
                Instant.parse("9999-12-31T23:59:59Z"),
                ByteBuffer.wrap(large)));
        rows.add(new Row(
                Integer.MAX_VALUE, "長".repeat(100_000), 0, false, Instant.ofEpochMilli(-1), ByteBuffer.allocate(1)));

        store(database, rows);

        assertSame(stored(database), rows);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void shouldStoreNothingOfWhatMeetsAKeyThatIsThere(Database database) {
        clear(database);
        List<Row> rows = IntStream.range(0, 1_000).mapToObj(Row::of).toList();
        store(database, rows.subList(998, 999));

        assertThatExceptionOfType(Conflict.class).isThrownBy(() -> store(database, rows));

        assertSame(stored(database), rows.subList(998, 999));
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void shouldStoreNothingThatWasGivenUp(Database database) throws SQLException {
        clear(database);
        try (Transaction transaction = database.begin()) {
            try (BulkInsert insert = BulkInsert.into(transaction.connection(), "sample.sort", COLUMNS, 100_000)) {
                for (int n = 0; n < 100_000; n++) {
                    add(insert, Row.of(n));
                }
            }
            transaction.commit();
        }

        assertThat(stored(database)).isEmpty();
    }

    /** The pool must not hand out a connection with what a failed insert has left on it. */
    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("databases")
    void shouldLeaveItsConnectionFitForTheNext(Database database) {
        clear(database);
        List<Row> rows = IntStream.range(0, 100).mapToObj(Row::of).toList();
        store(database, rows);
        for (int i = 0; i < 5; i++) {
            assertThatExceptionOfType(Conflict.class).isThrownBy(() -> store(database, rows));
            assertSame(stored(database), rows);
        }
    }

    private static void store(Database database, List<Row> rows) {
        database.commit(connection -> {
            try (BulkInsert insert = BulkInsert.into(connection, "sample.sort", COLUMNS, rows.size())) {
                for (Row row : rows) {
                    add(insert, row);
                }
                insert.store();
            }
            return null;
        });
    }

    private static void add(BulkInsert insert, Row row) throws SQLException {
        insert.number(row.n)
                .text(row.text)
                .smallNumber(row.small)
                .flag(row.flag)
                .time(row.at)
                .bytes(row.bytes == null ? null : row.bytes.array())
                .endRow();
    }

    private static void clear(Database database) {
        database.commit(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate("delete from sample.sort");
            }
        });
    }

    private static List<Row> stored(Database database) {
        return database.read(connection -> {
            List<Row> rows = new ArrayList<>();
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("select " + COLUMNS + " from sample.sort order by place")) {
                while (row.next()) {
                    byte[] bytes = row.getBytes(6);
                    OffsetDateTime at = row.getObject(5, OffsetDateTime.class);
                    rows.add(new Row(
                            row.getInt(1),
                            row.getString(2),
                            row.getInt(3),
                            row.getBoolean(4),
                            at == null ? null : at.toInstant(),
                            bytes == null ? null : ByteBuffer.wrap(bytes)));
                }
            }
            return rows;
        });
    }

    private static void assertSame(List<Row> stored, List<Row> given) {
        assertThat(stored)
                .isEqualTo(given.stream().map(BulkInsertTest::inMicroseconds).toList());
    }

    private static Row inMicroseconds(Row row) {
        Instant at = row.at == null ? null : row.at.minusNanos(row.at.getNano() % 1_000);
        return new Row(row.n, row.text, row.small, row.flag, at, row.bytes);
    }
}
