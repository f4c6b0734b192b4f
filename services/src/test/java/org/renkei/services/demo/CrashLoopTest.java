package org.renkei.services.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.ConnectionFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import javax.naming.Context;
import javax.naming.InitialContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.broker.access.Role;
import org.renkei.broker.access.Users;
import org.renkei.services.Main;
import org.renkei.services.cli.Installation;
import org.renkei.services.cli.JavaProcess;
import org.renkei.services.cli.ServerConnection;
import org.renkei.services.cli.ServerStart;
import org.renkei.services.config.Home;

/** C5 for persistent channels: kill -9 at any instant, and every accepted job still comes to exactly one end. */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class CrashLoopTest {
    static final String USER = "load";
    private static final int ROUNDS = Integer.getInteger("renkei.rounds", 20);
    private static final int LONGEST_LIFE_MILLIS = 1_200;
    private static final Duration SETTLED_WITHIN = Duration.ofMinutes(1);

    private final long seed = Long.getLong("renkei.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @TempDir
    private Path directory;

    private Home home;
    private String password;
    private ProcessHandle server;

    @BeforeEach
    void prepareAHome() throws Exception {
        System.out.println("CrashLoopTest: -Drenkei.seed=" + seed + ", " + ROUNDS + " rounds");
        System.setProperty("renkei.installation", Path.of("..").toAbsolutePath().toString());
        home = new Home(directory);
        Installation.furnish(home);
        Files.writeString(home.settingsFile(), DemoHome.settings(DemoHome.freePorts()));
        password =
                Users.loadOrCreate(home.usersFile(), home.adminPasswordFile()).add(USER, Set.of(Role.CLIENT));
    }

    @AfterEach
    void killWhatRuns() throws Exception {
        if (server != null) {
            kill();
        }
        System.clearProperty("renkei.installation");
    }

    @Test
    void shouldBringEveryAcceptedJobToExactlyOneEnd() throws Exception {
        // Given clients that send all the time
        start();
        List<LoadClient> clients = List.of(
                new LoadClient("core-1", core(), password),
                new LoadClient("core-2", core(), password),
                new LoadClient("amqp-1", amqp(), password),
                new LoadClient("amqp-2", amqp(), password));

        // When the server is killed again and again
        for (int round = 1; round <= ROUNDS; round++) {
            live();
            kill();
            if (random.nextInt(4) == 0) {
                dieWhileStarting();
            }
            start();
        }
        for (LoadClient client : clients) {
            client.finish();
        }

        // Then everything comes to an end, and tracking and the queues agree on that
        ServerConnection connection = ServerConnection.to(home);
        await().atMost(SETTLED_WITHIN).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
            JsonNode check = connection.get("/pending");
            assertThat(check.path("verdict").asText()).as(check.toString()).isEqualTo("SAFE");
            assertThat(check.path("unfinishedJobs").asInt())
                    .as(() -> check + " " + connection.get("/jobs", Map.of("state", "RUNNING", "limit", "3")))
                    .isZero();
            assertThat(check.path("disagreements")).isEmpty();
        });

        // And each accepted order is one job
        Map<String, List<String>> ends = ends(connection);
        Set<String> accepted = new TreeSet<>();
        clients.forEach(client -> accepted.addAll(client.accepted()));
        System.out.println("CrashLoopTest: " + accepted.size() + " orders accepted, " + OrderCounts.now(connection));
        assertThat(accepted).hasSizeGreaterThan(ROUNDS * 10);
        assertThat(ends.keySet()).containsExactlyInAnyOrderElementsOf(accepted);
        assertThat(ends)
                .allSatisfy((order, states) -> assertThat(states).hasSize(1).isSubsetOf("COMPLETED", "FAILED", "LOST"));
    }

    private void start() {
        server = new ServerStart(home).start(line -> {});
    }

    private void live() throws InterruptedException {
        Thread.sleep(random.nextInt(LONGEST_LIFE_MILLIS));
    }

    private void dieWhileStarting() throws Exception {
        server = JavaProcess.start(
                        new JavaProcess()
                                .command(Main.class, "--home", home.directory().toString()),
                        home.logs().resolve("console.log"))
                .toHandle();
        live();
        kill();
    }

    private void kill() throws Exception {
        server.destroyForcibly();
        server.onExit().get(10, TimeUnit.SECONDS);
    }

    private static Map<String, List<String>> ends(ServerConnection connection) {
        Map<String, List<String>> ends = new HashMap<>();
        Map<String, String> query = new LinkedHashMap<>(Map.of("flow", "orders", "limit", "1000"));
        do {
            JsonNode page = connection.get("/jobs", query);
            for (JsonNode job : page.path("jobs")) {
                ends.computeIfAbsent(job.path("correlationId").asText(), id -> new ArrayList<>())
                        .add(job.path("state").asText());
            }
            query.put("cursor", page.path("next").asText(null));
        } while (query.get("cursor") != null);
        return ends;
    }

    private ConnectionFactory core() throws Exception {
        return lookUp(
                "org.apache.activemq.artemis.jndi.ActiveMQInitialContextFactory",
                "connectionFactory.orders",
                "tcp://127.0.0.1:" + ServerConnection.find(home).orElseThrow().corePort());
    }

    private ConnectionFactory amqp() throws Exception {
        return lookUp(
                "org.apache.qpid.jms.jndi.JmsInitialContextFactory",
                "connectionfactory.orders",
                "amqp://127.0.0.1:" + ServerConnection.find(home).orElseThrow().amqpPort());
    }

    private static ConnectionFactory lookUp(String contextFactory, String key, String url) throws Exception {
        Hashtable<String, String> environment = new Hashtable<>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, contextFactory);
        environment.put(key, url);
        return (ConnectionFactory) new InitialContext(environment).lookup("orders");
    }
}
