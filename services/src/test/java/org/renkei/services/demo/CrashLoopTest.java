package org.renkei.services.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.services.cli.ServerConnection;

/** C5 for the shipped flow: kill -9 at any instant, every accepted job still comes to exactly one end, and is charged once. */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class CrashLoopTest {
    private static final int ROUNDS = Integer.getInteger("renkei.rounds", 20);
    private static final Duration SETTLED_WITHIN = Duration.ofMinutes(1);

    @TempDir
    private Path directory;

    private CrashedServer server;

    @BeforeEach
    void prepareAHome() throws Exception {
        server = new CrashedServer(directory);
        CrashedServer.write(server.home().settingsFile(), DemoHome.settings(server.ports()));
    }

    @AfterEach
    void killWhatRuns() throws Exception {
        server.close();
    }

    @Test
    void shouldBringEveryAcceptedJobToExactlyOneEnd() throws Exception {
        // Given clients that send all the time
        server.start();
        List<LoadClient> clients = List.of(
                new LoadClient("core-1", server.core(), server.password(), "order-in", 1),
                new LoadClient("core-2", server.core(), server.password(), "order-in", 1),
                new LoadClient("amqp-1", server.amqp(), server.password(), "order-in", 1),
                new LoadClient("amqp-2", server.amqp(), server.password(), "order-in", 1));

        // When the server is killed again and again
        for (int round = 1; round <= ROUNDS; round++) {
            server.live();
            server.kill();
            if (server.random().nextInt(4) == 0) {
                server.dieWhileStarting();
            }
            server.start();
        }
        for (LoadClient client : clients) {
            client.finish();
        }

        // Then everything comes to an end, and tracking and the queues agree on that
        ServerConnection connection = server.connection();
        await().atMost(SETTLED_WITHIN).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
            JsonNode check = connection.get("/pending");
            assertThat(check.path("verdict").asText()).as(check.toString()).isEqualTo("SAFE");
            assertThat(check.path("unfinishedJobs").asInt())
                    .as(() -> check + " " + connection.get("/jobs", Map.of("state", "RUNNING", "limit", "3")))
                    .isZero();
            assertThat(check.path("disagreements")).isEmpty();
        });

        // And each accepted order is one job
        Map<String, List<String>> ends = JobEnds.of(connection, "orders");
        Set<String> accepted = new TreeSet<>();
        clients.forEach(client -> accepted.addAll(client.accepted()));
        System.out.println("CrashLoopTest: " + accepted.size() + " orders accepted, " + OrderCounts.now(connection));
        assertThat(accepted).hasSizeGreaterThan(ROUNDS * 10);
        assertThat(ends.keySet()).containsExactlyInAnyOrderElementsOf(accepted);
        assertThat(ends)
                .allSatisfy((order, states) -> assertThat(states).hasSize(1).isSubsetOf("COMPLETED", "FAILED", "LOST"));

        // And each order that passed payment is charged, once
        Charges charges = Charges.count(connection);
        assertThat(charges.charges()).isEqualTo(charges.jobs());
        assertThat(charges.jobs())
                .isEqualTo((int) accepted.stream().filter(CrashLoopTest::isPaid).count());
    }

    /** By its number, which the client puts behind its own name. */
    private static boolean isPaid(String id) {
        SampleOrder order = new SampleOrder(Integer.parseInt(id.substring(id.lastIndexOf('-') + 1)));
        return !order.isForUnknownArticle() && !order.isFreeSample();
    }
}
