package org.renkei.services.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** C5 for database channels: kill -9 at any instant, and each effect is there exactly once. */
@Timeout(value = 40, unit = TimeUnit.MINUTES)
abstract class DatabaseCrashContract {
    private static final int ROUNDS = Integer.getInteger("renkei.rounds", 20);
    private static final int MANY_ROUNDS = 20;
    private static final int CROSSING_ROUNDS = Math.max(1, ROUNDS / 6);
    private static final int TOGETHER = 20;
    private static final Duration SETTLED_WITHIN = Duration.ofMinutes(3);

    private static final String LEDGER = "create table ledger (step varchar(100), order_number varchar(100));\n";

    @TempDir
    private Path directory;

    private CrashedServer server;

    /** As {@code etc/renkei.yaml} declares it, in one line. */
    abstract String dataSource(String name);

    /** The same, for a look from outside while the server is stopped. */
    abstract String url(Path home, String name);

    abstract String user();

    /** False if it is embedded. */
    abstract boolean isServer();

    /** Something that happens to the database itself while the server runs. */
    void hurtTheDatabase() {}

    @BeforeEach
    void prepareAHome() throws Exception {
        server = new CrashedServer(directory);
    }

    @AfterEach
    void killWhatRuns() throws Exception {
        server.close();
    }

    /** The journal deleted now and then: what database channels hold, and what tracking knows of it, does not depend on it. */
    @Test
    void c5_shouldHaveEachEffectOnceWithTheJournalDeleted() throws Exception {
        inEachBuildOnlyIf(!isServer());
        furnish("tracking: {dataSource: shop}", """
                pay-in: {kind: database, dataSource: shop}
                pay-charge: {kind: database, dataSource: shop}
                pay-book: {kind: database, dataSource: shop}
                """, """
                flow: pay
                start: pay-in
                steps:
                  charge: {channel: pay-charge, bean: ledger, retry: {count: 3, delay: 50ms, crashes: 1000}, next: book}
                  book: {channel: pay-book, bean: ledger, retry: {count: 3, delay: 50ms, crashes: 1000}, next: end}
                """);

        Set<String> accepted = crash(ROUNDS, TOGETHER, true, order -> "COMPLETED");

        assertEachOnce("shop", accepted, "charge", "book");
    }

    /** JMS to database, database to persistent, persistent to another database, and back to the first. */
    @Test
    void c5_shouldHaveEachEffectOnceOverAllCrossings() throws Exception {
        inEachBuildOnlyIf(isServer());
        furnish("", """
                pay-in: {kind: persistent}
                pay-charge: {kind: database, dataSource: shop}
                pay-pack: {kind: persistent}
                pay-settle: {kind: database, dataSource: bank}
                pay-book: {kind: database, dataSource: shop}
                """, """
                flow: pay
                start: pay-in
                steps:
                  charge: {channel: pay-charge, bean: ledger, retry: {count: 3, delay: 50ms, crashes: 1000}, next: pack}
                  pack: {channel: pay-pack, bean: pack, retry: {crashes: 1000}, next: settle}
                  settle: {channel: pay-settle, bean: ledger, retry: {count: 3, delay: 50ms, crashes: 1000}, next: book}
                  book: {channel: pay-book, bean: ledger, retry: {count: 3, delay: 50ms, crashes: 1000}, next: end}
                """);

        // One by one: in a transaction, a journal's channel refuses what it has had already.
        Set<String> accepted = crash(CROSSING_ROUNDS, 1, false, order -> "COMPLETED");

        assertEachOnce("shop", accepted, "charge", "book");
        assertEachOnce("bank", accepted, "settle");
    }

    /** Retries, a branch, a join and compensations, over a journal and two databases. */
    @Test
    void c5_shouldBringEachJobToOneEndWithWhatItDidUndoneOrThere() throws Exception {
        inEachBuildOnlyIf(!isServer());
        furnish("", """
                pay-in: {kind: persistent}
                pay-charge: {kind: database, dataSource: shop}
                pay-fork: {kind: persistent}
                pay-pack: {kind: persistent}
                pay-settle: {kind: database, dataSource: bank}
                pay-meet: {kind: database, dataSource: shop}
                pay-book: {kind: database, dataSource: shop}
                """, """
                flow: pay
                start: pay-in
                accept: {format: json}
                steps:
                  charge:
                    channel: pay-charge
                    bean: planned
                    retry: {count: 3, delay: 50ms, crashes: 1000}
                    undo: {bean: undo, retry: {count: 3, delay: 50ms}}
                    next: [{when: "${body[customer]} endsWith '1'", to: book}, {otherwise: fork}]
                  fork: {channel: pay-fork, bean: planned, retry: {crashes: 1000}, next: [pack, settle]}
                  pack: {channel: pay-pack, bean: planned, retry: {count: 1, delay: 50ms, crashes: 1000}, next: meet}
                  settle:
                    channel: pay-settle
                    bean: planned
                    retry: {count: 3, delay: 50ms, crashes: 1000}
                    undo: {bean: undo, retry: {count: 3, delay: 50ms}}
                    next: meet
                  meet: {channel: pay-meet, bean: planned, join: 1h, retry: {count: 3, delay: 50ms, crashes: 1000}, next: book}
                  book: {channel: pay-book, bean: planned, retry: {count: 3, delay: 50ms, crashes: 1000}, next: end}
                """);

        Set<String> accepted = crash(
                CROSSING_ROUNDS,
                1,
                false,
                order -> PlannedApplication.Plan.of(order).end().name());

        Map<String, List<String>> shop = ledger("shop");
        Map<String, List<String>> bank = ledger("bank");
        assertThat(accepted).allSatisfy(order -> {
            PlannedApplication.Plan plan = PlannedApplication.Plan.of(order);
            assertThat(lines(shop, order)).as(order).isEqualTo(plan.shop());
            assertThat(lines(bank, order)).as(order).isEqualTo(plan.bank());
        });
        assertThat(accepted).containsAll(shop.keySet()).containsAll(bank.keySet());
    }

    /** These take long: each runs over one database in each build, and over the other too when there is time. */
    private static void inEachBuildOnlyIf(boolean yes) {
        assumeTrue(yes || ROUNDS >= MANY_ROUNDS, "with -Plong, or -Drenkei.rounds=" + MANY_ROUNDS);
    }

    private static String lines(Map<String, List<String>> ledger, String order) {
        return ledger.getOrDefault(order, List.of()).stream().sorted().toList().toString();
    }

    private void furnish(String tracking, String channels, String flow) throws Exception {
        List<Integer> ports = server.ports();
        Path etc = server.home().etc();
        CrashedServer.write(server.home().settingsFile(), """
                broker: {core: {port: %d}, amqp: {port: %d}}
                http: {port: %d}
                dataSources:
                  shop: %s
                  bank: %s
                %s
                applications:
                  ledger: org.renkei.services.demo.LedgerApplication
                  planned: org.renkei.services.demo.PlannedApplication
                  undo: org.renkei.services.demo.PlannedApplication$Undo
                  pack: org.renkei.services.order.Shipping
                """.formatted(
                        ports.get(0), ports.get(1), ports.get(2), dataSource("shop"), dataSource("bank"), tracking));
        CrashedServer.write(etc.resolve("ledger/V1__ledger.sql"), LEDGER);
        CrashedServer.write(server.home().channelsFile(), channels);
        try (Stream<Path> flows = Files.list(server.home().flows())) {
            for (Path file : flows.toList()) {
                Files.delete(file);
            }
        }
        CrashedServer.write(server.home().flows().resolve("pay.yaml"), flow);
    }

    /**
     * @param expectedEnd of the job of an order
     * @return the orders that were accepted
     */
    private Set<String> crash(int rounds, int together, boolean deletingTheJournal, UnaryOperator<String> expectedEnd)
            throws Exception {
        // Given clients that send all the time, and send again what they have no answer for
        server.start();
        List<LoadClient> clients = List.of(
                new LoadClient("core-1", server.core(), server.password(), "pay-in", together),
                new LoadClient("core-2", server.core(), server.password(), "pay-in", 1),
                new LoadClient("amqp-1", server.amqp(), server.password(), "pay-in", together),
                new LoadClient("amqp-2", server.amqp(), server.password(), "pay-in", 1));

        // When the server is killed again and again
        for (int round = 1; round <= rounds; round++) {
            server.live();
            if (round % 3 == 0) {
                hurtTheDatabase();
                server.live();
            }
            server.kill();
            if (server.random().nextInt(4) == 0) {
                server.dieWhileStarting();
            }
            if (deletingTheJournal && round % 2 == 0) {
                delete(server.home().data().resolve("broker"));
            }
            server.start();
        }
        for (LoadClient client : clients) {
            client.finish();
        }

        // Then everything comes to an end, each accepted order one job
        await().atMost(SETTLED_WITHIN).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
            JsonNode check = server.connection().get("/pending");
            assertThat(check.path("verdict").asText()).as(check.toString()).isEqualTo("SAFE");
            assertThat(check.path("unfinishedJobs").asInt())
                    .as(() -> check + " " + server.connection().get("/jobs", Map.of("state", "RUNNING", "limit", "3")))
                    .isZero();
        });
        Set<String> accepted = new TreeSet<>();
        clients.forEach(client -> accepted.addAll(client.accepted()));
        System.out.println(
                getClass().getSimpleName() + ": " + rounds + " rounds, " + accepted.size() + " orders accepted");
        Map<String, List<String>> ends = JobEnds.of(server.connection(), "pay");
        server.kill();
        assertThat(accepted).hasSizeGreaterThan(rounds * 20);
        assertThat(ends.keySet()).containsExactlyInAnyOrderElementsOf(accepted);
        assertThat(ends)
                .allSatisfy((order, states) -> assertThat(states).as(order).containsExactly(expectedEnd.apply(order)));
        return accepted;
    }

    private void assertEachOnce(String database, Set<String> accepted, String... steps) throws SQLException {
        Map<String, List<String>> lines = ledger(database);
        assertThat(lines.keySet()).containsExactlyInAnyOrderElementsOf(accepted);
        assertThat(lines)
                .allSatisfy((order, written) -> assertThat(written).as(order).containsExactlyInAnyOrder(steps));
    }

    private Map<String, List<String>> ledger(String database) throws SQLException {
        Map<String, List<String>> lines = new TreeMap<>();
        try (Connection connection =
                        DriverManager.getConnection(url(server.home().directory(), database), user(), "");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select order_number, step from ledger")) {
            while (rows.next()) {
                lines.computeIfAbsent(rows.getString(1), order -> new ArrayList<>())
                        .add(rows.getString(2));
            }
        }
        return lines;
    }

    private static void delete(Path folder) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
