package org.renkei.services.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.renkei.database.PostgresServer;

/** Two processes share the work of a flow over two clustered brokers that they did not start, and one tracking database. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SharedBrokersTest extends SharedBrokersFixture {
    private static final int EACH_TIME = 100;

    SharedBrokersTest() {
        super("way");
    }

    @Test
    void shouldBringEveryJobToItsEndOnceThoughAProcessAndABrokerDie() throws Exception {
        left.start();
        right.start();
        Set<String> sent = new TreeSet<>();

        // Given both at work on what came in at either broker
        sent.addAll(send(0, "a"));
        sent.addAll(send(1, "b"));
        assertThat(submitAndWait(left)).isEqualTo("way one two three");
        assertThat(submitAndWait(right)).isEqualTo("way one two three");
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

    @Override
    void configure(CrashedServer server, StringBuilder settings) throws Exception {
        settings.append("""
                tracking: {url: "%s", user: %s, password: %s}
                applications: {way: org.renkei.services.demo.WayApplication}
                """.formatted(database, PostgresServer.USER, PostgresServer.PASSWORD));
        CrashedServer.write(
                server.home().channelsFile(),
                "in: {kind: persistent}\none: {kind: persistent}\ntwo: {kind: persistent}\nthree: {kind: persistent}\n");
    }

    @Override
    String flowFile() {
        return """
                flow: way
                start: in
                steps:
                  one: {channel: one, bean: way, next: two}
                  two: {channel: two, bean: way, next: three}
                  three: {channel: three, bean: way, next: end}
                """;
    }

    private Set<String> send(int broker, String name) throws Exception {
        return send(broker, "in", name, EACH_TIME);
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
