package org.renkei.services.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.database.AppJar;
import org.renkei.services.cli.CommandException;
import org.renkei.services.cli.ServerConnection;

/**
 * Flows, routes and applications are deployed, replaced, rolled back and deleted again and again under load, with kill -9 between: each job
 * comes out once, and on one version from its beginning to its end (B2, C5). More than a hundred times with {@code -Plong}.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class DeploymentCrashTest {
    private static final int LEAST_ROUNDS = Integer.getInteger("renkei.rounds", 20);
    private static final int DEPLOYMENTS = 5 * LEAST_ROUNDS;
    private static final int LIVES = 4;
    private static final Duration SETTLED_WITHIN = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    @TempDir
    private Path desk;

    private CrashedServer server;
    private int deployments;
    private int version;

    @BeforeEach
    void prepareAHome() throws Exception {
        server = new CrashedServer(directory);
        Files.delete(server.home().flows().resolve("orders.yaml"));
        Files.delete(server.home().flows().resolve("charges.yaml"));
        CrashedServer.write(
                server.home().settingsFile(), """
                broker:
                  core: {port: %d}
                  amqp: {port: %d}
                http: {port: %d}
                """.formatted(server.ports().toArray()));
        CrashedServer.write(server.home().channelsFile(), """
                in: {kind: persistent}
                first: {kind: persistent}
                routed: {kind: persistent}
                second: {kind: persistent}
                done-step: {kind: persistent}
                done: {kind: persistent}
                other-in: {kind: persistent}
                other: {kind: persistent}
                """);
        CrashedServer.write(server.home().flows().resolve("stamps.yaml"), flow("stamps", 0));
        CrashedServer.write(server.home().routes().resolve("pass.camel.yaml"), route(0));
        putJar(0);
    }

    @AfterEach
    void killWhatRuns() throws Exception {
        server.close();
    }

    @Test
    void b2_shouldLoseDoubleAndMixNothing() throws Exception {
        // Given clients that send all the time
        server.start();
        List<LoadClient> clients = List.of(
                new LoadClient("core", server.core(), server.password(), "in", 1),
                new LoadClient("amqp", server.amqp(), server.password(), "in", 1));

        // When everything is deployed again and again, and the server is killed meanwhile
        for (int round = 1; round <= LEAST_ROUNDS || deployments < DEPLOYMENTS; round++) {
            deployUntilItIsKilled();
            server.start();
        }
        for (LoadClient client : clients) {
            client.finish();
        }

        // Then each job came out once, and each on one version
        ServerConnection connection = server.connection();
        await().atMost(SETTLED_WITHIN).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
            JsonNode check = connection.get("/pending");
            assertThat(check.path("unfinishedJobs").asInt())
                    .as(check.toString())
                    .isZero();
        });
        assertThat(connection.get("/dead-letters").path("matched").asInt())
                .as(() -> connection.get("/dead-letters", Map.of("limit", "3")).toString())
                .isZero();
        Set<String> accepted = new TreeSet<>();
        clients.forEach(client -> accepted.addAll(client.accepted()));
        List<String> done = done();
        System.out.printf(
                "DeploymentCrashTest: %d deployments, %d jobs on %d versions of the application%n",
                deployments,
                done.size(),
                done.stream().map(line -> line.split(" ")[1]).distinct().count());
        assertThat(done.stream().map(line -> line.split(" ")[0])).containsExactlyInAnyOrderElementsOf(accepted);
        assertThat(done).allSatisfy(line -> assertThat(line).matches("\\S+ (\\S+) \\1"));
    }

    private void deployUntilItIsKilled() throws Exception {
        ServerConnection connection = server.connection();
        CompletableFuture<Void> killed = CompletableFuture.runAsync(() -> {
            try {
                for (int i = 0; i < LIVES; i++) {
                    server.live();
                }
                server.kill();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        while (!killed.isDone()) {
            try {
                deploy(connection);
                deployments++;
            } catch (CommandException | IOException theServerIsGone) {
                // What was under way has happened or not; the next start tells.
            }
        }
        killed.join();
    }

    private void deploy(ServerConnection connection) throws IOException {
        int next = ++version;
        switch (server.random().nextInt(6)) {
            case 0, 1 -> post(connection, "/flows", "yaml", "stamps.yaml", flow("stamps", next));
            case 2 -> connection.post("/flows/stamps/rollback", Map.of());
            case 3 -> post(connection, "/routes", "text", "pass.camel.yaml", route(next));
            case 4 -> putJar(next);
            default -> {
                post(connection, "/flows", "yaml", "other.yaml", flow("other", next));
                connection.delete("/flows/other");
            }
        }
    }

    private static void post(ServerConnection connection, String path, String key, String file, String text) {
        connection.post(path, Map.of("files", List.of(Map.of("file", file, key, text))));
    }

    private static String flow(String name, int number) {
        return name.equals("stamps")
                ? """
                # %d
                flow: stamps
                start: in
                steps:
                  first: {channel: first, bean: stamp, next: routed}
                  routed: {channel: routed, uri: "direct:pass", next: second}
                  second: {channel: second, bean: stamp, next: out}
                  out: {channel: done-step, uri: "channel:done", next: end}
                """.formatted(number)
                : "# %d%nflow: other%nstart: other-in%nsteps: {other: {channel: other, bean: stamp, next: end}}%n"
                        .formatted(number);
    }

    private static String route(int number) {
        return "# %d%n- route: {id: pass, from: {uri: 'direct:pass', steps: [{log: {message: passed, loggingLevel: DEBUG}}]}}%n"
                .formatted(number);
    }

    private void putJar(int number) throws IOException {
        try (InputStream stamp = Stamp.class.getResourceAsStream("Stamp.class")) {
            AppJar.in(desk)
                    .beans("stamp: " + Stamp.class.getName())
                    .file("org/renkei/services/demo/Stamp.class", stamp.readAllBytes())
                    .file("version.txt", "v" + number)
                    .writeTo(server.home().apps().resolve("stamps/stamps.jar"));
        }
    }

    private List<String> done() throws Exception {
        List<String> done = new ArrayList<>();
        try (Connection connection = server.core().createConnection(CrashedServer.USER, server.password());
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                MessageConsumer consumer = session.createConsumer(session.createQueue("done"))) {
            connection.start();
            for (Message message = next(consumer); message != null; message = next(consumer)) {
                done.add(message.getBody(String.class));
            }
        }
        return done;
    }

    private static Message next(MessageConsumer consumer) throws JMSException {
        return consumer.receive(2_000);
    }
}
