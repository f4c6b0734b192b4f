package org.renkei.services.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.renkei.database.PostgresServer;

/**
 * Two processes share the database channels in one PostgreSQL, into which they carry what programs send to two clustered brokers that they
 * did not start; either is killed, and a broker.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
@EnabledIfSystemProperty(
        named = "renkei.rounds",
        matches = "\\d{2,}",
        disabledReason = "with -Plong, or -Drenkei.rounds=20")
class SharedDatabaseTest extends SharedBrokersFixture {
    private static final int ROUNDS = Math.max(1, Integer.getInteger("renkei.rounds", 20) / 20);
    private static final int EACH_TIME = 60;
    private static final Duration SETTLED_WITHIN = Duration.ofMinutes(3);

    SharedDatabaseTest() {
        super("pay");
    }

    @Test
    void c5_shouldHaveEachEffectOnceThoughProcessesAndABrokerDie() throws Exception {
        left.start();
        right.start();
        Set<String> sent = new TreeSet<>();
        submitAndWait(left);
        submitAndWait(right);

        for (int round = 0; round < ROUNDS; round++) {
            sent.addAll(send(0, "a" + round));
            sent.addAll(send(1, "b" + round));
            left.live();
            left.kill();
            sent.addAll(send(0, "c" + round));
            left.start();
            sent.addAll(send(1, "d" + round));
            right.live();
            right.kill();
            right.start();
        }
        sent.addAll(send(1, "e"));
        brokers.get(1).kill();
        sent.addAll(send(0, "f"));
        brokers.get(1).startAgain();

        await().atMost(SETTLED_WITHIN).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
            JsonNode check = right.connection().get("/pending");
            assertThat(check.path("verdict").asText()).as(check.toString()).isEqualTo("SAFE");
            assertThat(check.path("unfinishedJobs").asInt())
                    .as(() -> check + " " + right.connection().get("/jobs", Map.of("state", "RUNNING", "limit", "3")))
                    .isZero();
            assertThat(JobEnds.of(right.connection(), "pay").keySet()).containsAll(sent);
        });
        Map<String, List<String>> ends = JobEnds.of(right.connection(), "pay");
        assertThat(sent).allSatisfy(id -> assertThat(ends.get(id)).as(id).containsExactly("COMPLETED"));
        Map<String, List<String>> lines = ledger();
        assertThat(sent)
                .allSatisfy(
                        id -> assertThat(lines.get(id)).as(id).containsExactlyInAnyOrder("charge", "settle", "book"));
    }

    @Override
    void configure(CrashedServer server, StringBuilder settings) throws Exception {
        settings.append("""
                dataSources:
                  shop: {url: "%s", user: %s, password: %s, migrations: ledger}
                tracking: {dataSource: shop}
                applications:
                  ledger: org.renkei.services.demo.LedgerApplication
                  way: org.renkei.services.demo.WayApplication
                """.formatted(database, PostgresServer.USER, PostgresServer.PASSWORD));
        CrashedServer.write(
                server.home().etc().resolve("ledger/V1__ledger.sql"),
                "create table ledger (step varchar(100), order_number varchar(100));\n");
        CrashedServer.write(server.home().channelsFile(), """
                pay-in: {kind: database, dataSource: shop}
                pay-charge: {kind: database, dataSource: shop}
                pay-pack: {kind: persistent}
                pay-settle: {kind: database, dataSource: shop}
                pay-book: {kind: database, dataSource: shop}
                """);
    }

    @Override
    String flowFile() {
        return """
                flow: pay
                start: pay-in
                steps:
                  charge: {channel: pay-charge, bean: ledger, retry: {count: 3, delay: 50ms, crashes: 1000}, next: pack}
                  pack: {channel: pay-pack, bean: way, retry: {crashes: 1000}, next: settle}
                  settle: {channel: pay-settle, bean: ledger, retry: {count: 3, delay: 50ms, crashes: 1000}, next: book}
                  book: {channel: pay-book, bean: ledger, retry: {count: 3, delay: 50ms, crashes: 1000}, next: end}
                """;
    }

    private Set<String> send(int broker, String name) throws Exception {
        return send(broker, "pay-in", name, EACH_TIME);
    }

    private Map<String, List<String>> ledger() throws SQLException {
        Map<String, List<String>> lines = new TreeMap<>();
        try (Connection connection =
                        DriverManager.getConnection(database, PostgresServer.USER, PostgresServer.PASSWORD);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select order_number, step from ledger")) {
            while (rows.next()) {
                lines.computeIfAbsent(rows.getString(1), order -> new ArrayList<>())
                        .add(rows.getString(2));
            }
        }
        return lines;
    }
}
