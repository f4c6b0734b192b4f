package org.renkei.services.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.JMSContext;
import jakarta.jms.TextMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.database.ArtemisServer;
import org.renkei.database.PostgresServer;

/** Two processes share the work of a flow over two clustered brokers that they did not start, and one tracking database. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SharedBrokersTest {
    private static final int EACH_TIME = 100;
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private List<ArtemisServer> brokers;
    private PostgresServer postgres;
    private String tracking;
    private CrashedServer left;
    private CrashedServer right;

    @BeforeEach
    void start() throws Exception {
        brokers = ArtemisServer.startCluster(directory.resolve("artemis"), 2);
        postgres = PostgresServer.start(directory.resolve("postgres"));
        tracking = postgres.newDatabase();
        left = server("left");
        right = server("right");
    }

    @AfterEach
    void stop() throws Exception {
        left.close();
        right.close();
        postgres.close();
        brokers.forEach(ArtemisServer::close);
    }

    @Test
    void shouldBringEveryJobToItsEndOnceThoughAProcessAndABrokerDie() throws Exception {
        left.start();
        right.start();
        Set<String> sent = new TreeSet<>();

        // Given both at work on what came in at either broker
        sent.addAll(send(0, "a"));
        sent.addAll(send(1, "b"));
        submitAndWait(left);
        submitAndWait(right);
        await().atMost(SOON).until(() -> completed(right) >= 20);

        // When one process is killed in the middle, then a broker, which comes back
        sent.addAll(send(0, "c"));
        left.kill();
        sent.addAll(send(1, "d"));
        brokers.get(1).kill();
        sent.addAll(send(0, "e"));
        await().atMost(SOON).until(() -> problems(right).contains("does not answer"));
        brokers.get(1).startAgain();

        // Then the other finishes what both had begun
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(
                        () -> assertThat(JobEnds.of(right.connection(), "way").keySet())
                                .containsAll(sent));
        await().atMost(SOON).until(() -> completed(right) == sent.size() + 2);
        Map<String, List<String>> ends = JobEnds.of(right.connection(), "way");
        assertThat(sent).allSatisfy(id -> assertThat(ends.get(id)).containsExactly("COMPLETED"));

        // And tracking has what each of them did
        await().atMost(SOON).untilAsserted(() -> assertThat(problems(right)).isEmpty());
        assertThat(nodes()).containsExactlyInAnyOrder("left", "right");
        assertThat(right.connection().get("/pending").path("verdict").asText()).isEqualTo("SAFE");
    }

    private CrashedServer server(String node) throws Exception {
        CrashedServer server = new CrashedServer(directory.resolve(node));
        String urls = brokers.stream().map(ArtemisServer::url).collect(Collectors.joining(","));
        CrashedServer.write(server.home().settingsFile(), """
                node: %s
                broker: {url: "(%s)", user: %s, password: %s, role: %s}
                http: {port: %d}
                tracking: {url: "%s", user: %s, password: %s}
                applications: {way: org.renkei.services.demo.WayApplication}
                """.formatted(
                        node,
                        urls,
                        ArtemisServer.USER,
                        ArtemisServer.PASSWORD,
                        ArtemisServer.ROLE,
                        server.ports().get(2),
                        tracking,
                        PostgresServer.USER,
                        PostgresServer.PASSWORD));
        CrashedServer.write(
                server.home().channelsFile(),
                "in: {kind: persistent}\none: {kind: persistent}\ntwo: {kind: persistent}\nthree: {kind: persistent}\n");
        try (Stream<Path> flows = Files.list(server.home().flows())) {
            for (Path file : flows.toList()) {
                Files.delete(file);
            }
        }
        CrashedServer.write(server.home().flows().resolve("way.yaml"), """
                flow: way
                start: in
                steps:
                  one: {channel: one, bean: way, next: two}
                  two: {channel: two, bean: way, next: three}
                  three: {channel: three, bean: way, next: end}
                """);
        return server;
    }

    /** As programs that know nothing of Renkei. */
    private Set<String> send(int broker, String name) throws Exception {
        Set<String> sent = new HashSet<>();
        try (JMSContext context = CrashedServer.coreAt(brokers.get(broker).url())
                .createContext(ArtemisServer.PROGRAM, ArtemisServer.PASSWORD)) {
            for (int i = 0; i < EACH_TIME; i++) {
                TextMessage message = context.createTextMessage("way");
                message.setJMSCorrelationID(name + i);
                context.createProducer().send(context.createQueue("in"), message);
                sent.add(name + i);
            }
        }
        return sent;
    }

    /** Whichever process its steps are in, the result finds who waits. */
    private static void submitAndWait(CrashedServer server) {
        JsonNode answer = server.connection().post("/flows/way/jobs?wait=30s", "way", SOON);
        assertThat(answer.path("state").asText()).as(answer.toString()).isEqualTo("COMPLETED");
        assertThat(answer.path("body").asText()).isEqualTo("way one two three");
    }

    private static long completed(CrashedServer server) {
        return JobEnds.of(server.connection(), "way").values().stream()
                .flatMap(List::stream)
                .filter("COMPLETED"::equals)
                .count();
    }

    private static String problems(CrashedServer server) {
        StringBuilder all = new StringBuilder();
        server.connection().get("/status").path("problems").forEach(problem -> all.append(problem.asText()));
        return all.toString();
    }

    private Set<String> nodes() {
        Set<String> nodes = new TreeSet<>();
        for (JsonNode job :
                right.connection().get("/jobs", Map.of("limit", "1000")).path("jobs")) {
            right.connection()
                    .get("/jobs/" + job.path("job").asText())
                    .path("steps")
                    .forEach(step -> nodes.add(step.path("node").asText()));
            if (nodes.size() > 1) {
                return nodes;
            }
        }
        return nodes;
    }
}
